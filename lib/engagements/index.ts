/** The door of `lib/engagements` for servers. */
export { findAims, type AuditAim } from "./aim.repository.ts";
export { addAuditor } from "./add-auditor.ts";
export { removeAuditor } from "./remove-auditor.ts";
export { createEngagement } from "./create-engagement.ts";
export { currentEngagement, type CurrentEngagement } from "./current-engagement.ts";
export { readEngagementFacts, type EngagementFacts } from "./engagement-facts.ts";
export type { PeriodStanding } from "./engagement-period.ts";
export { engagementNames, requireEngagement } from "./engagement.repository.ts";
export { VISIT_MS } from "./limits.ts";
export { listAims } from "./list-aims.ts";
export { listEngagements, type EngagementListRow } from "./list-engagements.ts";
export { noteVisit } from "./note-visit.ts";
export { readAuditorHome, type AuditorHome, type News } from "./read-auditor-home.ts";
export { stateAims } from "./state-aims.ts";
export { readEngagement, type EngagementView } from "./read-engagement.ts";
