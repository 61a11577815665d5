export { acknowledgeAlert } from "./acknowledge-alert.ts";
export { alertSummaries, requireAlerts, type AlertSummary } from "./alert.repository.ts";
export { assignAlert } from "./assign-alert.ts";
export { commentAlert } from "./comment-alert.ts";
export { judgeAlert } from "./judge-alert.ts";
export { markIncident } from "./mark-incident.ts";
export { COUNTED_ALERTS, countAlerts, type AlertCounts } from "./count-alerts.ts";
export { listAlerts, type ListAlertsInput } from "./list-alerts.ts";
export type { AlertRow } from "./alert-list.repository.ts";
