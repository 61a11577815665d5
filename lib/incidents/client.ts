export { NEXT_STATUS, type ChainLink } from "./chain.ts";
export { incidentName } from "./numbers.ts";
export { INCIDENT_STATUS_WORDS, LINK_WORDS } from "./words.ts";
