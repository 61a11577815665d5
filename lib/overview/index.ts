export { owedFindings, owedOperations, owedPerformances, owedRequests, requestsNow, type RequestNow } from "./owed-items.ts";
export { byUrgency, isLate, withStandIns, type OwedItem, type Waiting } from "./owed-work.ts";
export type { BrokenRun } from "./overview.repository.ts";
export { readOverview, type Overview } from "./read-overview.ts";
