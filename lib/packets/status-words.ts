import type { CoverageCause } from "#lib/evidence/client.ts";
import type { RequestStatus } from "./packet-content.ts";

const WORDS: Readonly<Record<RequestStatus, string>> = {
  met: "Met", fail: "Fail", due_soon: "Due soon", stale: "Stale", could_not_run: "Could not run", denied: "Denied",
  disabled: "Disabled", partial: "Partial", never_collected: "Never collected", not_yet_known: "Not yet known",
  not_applicable: "Not applicable", risk_accepted: "Risk accepted", not_tested_no_occurrence: "Not tested, no occurrence",
};

/** The printed word of a status. */
export function statusWord(status: RequestStatus | CoverageCause): string {
  return WORDS[status];
}

/** Requests counted by status in the order of the vocabulary: `5 met, 1 partial`; in words that there are none. */
export function countStatuses(requests: readonly { status: RequestStatus }[]): string {
  const counts = (Object.keys(WORDS) as RequestStatus[]).map((status) => ({ status, n: requests.filter((one) => one.status === status).length }));
  const named = counts.filter((one) => one.n > 0).map((one) => `${one.n} ${WORDS[one.status].toLowerCase()}`);
  return named.length > 0 ? named.join(", ") : "none defined";
}
