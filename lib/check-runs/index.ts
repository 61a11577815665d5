/** The door of `lib/check-runs` for servers. */
export * from "./client.ts";
export { approveAcceptance, declineAcceptance, endCheckAcceptance, proposeAcceptance, withdrawAcceptance } from "./accept-risk.ts";
export { beginCheck } from "./begin-check.ts";
export { checkSummaries, listChecks, readCheck, type AcceptanceView, type CheckSummary, type CheckView, type StandingView } from "./list-checks.ts";
export { CHECKS_FOLDER, readChecks, shippedCheckIds, type CheckFolder } from "./read-checks.ts";
export { readCheckCauses, recordCheck } from "./record-check.ts";
export { runChecksJob } from "./run-checks.job.ts";
export { beginDueChecks, runChecksNow, runDueChecks } from "./run-now.ts";
export { setCheckParameters } from "./set-parameters.ts";
