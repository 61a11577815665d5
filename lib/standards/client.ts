export { STANDARD_LIMITS } from "./limits.ts";
export { standardReference } from "./standard.ts";
