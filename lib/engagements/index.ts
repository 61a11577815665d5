/** The door of `lib/engagements` for servers. */
export { addAuditor } from "./add-auditor.ts";
export { createEngagement } from "./create-engagement.ts";
export { currentEngagement, type CurrentEngagement } from "./current-engagement.ts";
export { readEngagementFacts, type EngagementFacts } from "./engagement-facts.ts";
export { periodStanding, type PeriodStanding } from "./engagement-period.ts";
export { engagementNames } from "./engagement.repository.ts";
export { ENGAGEMENT_TYPE_WORDS, engagementLabel } from "./engagement-words.ts";
export { ENGAGEMENT_LIMITS, VISIT_MS } from "./limits.ts";
export { listEngagements, type EngagementListRow } from "./list-engagements.ts";
export { noteVisit, VIEWED_KINDS } from "./note-visit.ts";
export { readAuditorHome, type AuditorHome, type News } from "./read-auditor-home.ts";
export { readEngagement, type EngagementView } from "./read-engagement.ts";
