/** The door of `lib/findings` for browser code: pure words and figures. */
export { FINDING_LIMITS } from "./limits.ts";
export type { FindingStanding } from "./standing.ts";
export {
  eventText, FINDING_EVENT_WORDS, FINDING_SOURCE_WORDS, FINDING_SOURCES, FINDING_STATUS_WORDS, FINDING_STATUSES, OWED_STATUSES, SETTLED_STATUSES, STANDING_STATUSES, UNSETTLED_STATUSES,
  type FindingEventKind, type FindingSource, type FindingStatus, type FindingVisibility,
} from "./words.ts";
