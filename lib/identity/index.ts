export { memberContext } from "./member-context.ts";
