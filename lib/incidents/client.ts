export type { ChainLink } from "./chain.ts";
export { INCIDENT_STATUS_WORDS, INCIDENT_STATUSES, LINK_WORDS, type IncidentStatus } from "./words.ts";
