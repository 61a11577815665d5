/** The door of `lib/holds` for servers: what must not be destroyed, and by which rule. Holds are placed and released in `lib/leaving`. */
export * from "./client.ts";
export { countEvidence, countStandingHolds, evidenceNames, findHolds, holdsOn, insertHold, insertHoldRelease, namedByHolds, requireHold, standingHolds, underHold, type HoldRow } from "./hold.repository.ts";
