export type { ChainLink } from "./chain.ts";
export { INCIDENT_STATUS_WORDS, LINK_WORDS } from "./words.ts";
