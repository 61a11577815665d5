export { PROVIDER_LIMITS } from "./limits.ts";
export { PROVIDER_ROLES } from "./provider-roles.ts";
export { refusalSentence } from "./refusal.ts";
