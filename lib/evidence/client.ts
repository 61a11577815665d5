/** The door of `lib/evidence` for browser code and for other domains that need its pure rules. */
export * from "./classification.ts";
export * from "./control-status.ts";
export * from "./file-fault.ts";
export * from "./held-back.ts";
export * from "./coverage-bar.geometry.ts";
export * from "./freshness.ts";
export * from "./freshness-objective.ts";
export * from "./local-days.ts";
export * from "./period-coverage.ts";
export * from "./request-gap.ts";
export * from "./source-words.ts";
export * from "./review-state.ts";
export { whyNotAcceptable } from "./why-not-acceptable.ts";
