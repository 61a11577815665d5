/** The door of `lib/engagements` for browser code: pure words and figures. */
export type { EngagementPhase, PeriodStanding } from "./engagement-period.ts";
export { ENGAGEMENT_TYPE_WORDS, engagementLabel } from "./engagement-words.ts";
