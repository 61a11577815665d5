// Words and shapes of views that browser code may use.
export * from "./view.ts";
