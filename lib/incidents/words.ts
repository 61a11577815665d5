import type { ChainLink } from "./chain.ts";

/** How far an incident has come, in order. */
export const INCIDENT_STATUSES = ["open", "contained", "resolved", "closed"] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** The word on screen for each status of an incident. */
export const INCIDENT_STATUS_WORDS: Readonly<Record<IncidentStatus, string>> = {
  open: "Open",
  contained: "Contained",
  resolved: "Resolved, to be closed",
  closed: "Closed",
};

/** The word on screen for each link of the chain. */
export const LINK_WORDS: Readonly<Record<ChainLink["name"], string>> = {
  event: "Event",
  alert: "Alert",
  acknowledged: "Acknowledged",
  declared: "Incident",
  contained: "Contained",
  resolved: "Resolved",
  closed: "Closed",
};
