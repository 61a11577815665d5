export { type KeyStanding } from "./key-standing.ts";
export { API_KEY_LIMITS } from "./limits.ts";
export { API_SCOPES, type ApiScope } from "./scopes.ts";
