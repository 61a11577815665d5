/**
 * The one status vocabulary: of evidence requests, controls, requirements, checks, connections and packets.
 * Gravest first. Unknown is never good: only `met` and `due_soon` say that something is proven now.
 */
export const STATUSES = [
  "fail",
  "denied",
  "could_not_run",
  "disabled",
  "never_collected",
  "not_yet_known",
  "stale",
  "partial",
  "due_soon",
  "risk_accepted",
  "not_tested_no_occurrence",
  "not_applicable",
  "met",
] as const;

export type Status = (typeof STATUSES)[number];

const WORDS: Readonly<Record<Status, string>> = {
  fail: "Fail",
  denied: "Denied",
  could_not_run: "Could not run",
  disabled: "Disabled",
  never_collected: "Never collected",
  not_yet_known: "Not yet known",
  stale: "Stale",
  partial: "Partial",
  due_soon: "Due soon",
  risk_accepted: "Risk accepted",
  not_tested_no_occurrence: "Not tested, no occurrence",
  not_applicable: "Not applicable",
  met: "Met",
};

/** The word that screens and packets print for a status. */
export function statusWord(status: Status): string {
  return WORDS[status];
}

/** Whether something is proven at this instant. */
export function isProven(status: Status): boolean {
  return status === "met" || status === "due_soon";
}

/** The gravest of several statuses; `not_yet_known` of none, because nothing known is nothing proven. */
export function gravestStatus(statuses: readonly Status[]): Status {
  return STATUSES.find((status) => statuses.includes(status)) ?? "not_yet_known";
}

/** How many have each status, gravest first, without those that none has. */
export function countByStatus(statuses: readonly Status[]): { status: Status; count: number }[] {
  return STATUSES.map((status) => ({ status, count: statuses.filter((one) => one === status).length })).filter((one) => one.count > 0);
}

/** Whether a text, such as a filter in an address, is a status. */
export function isStatus(text: string): text is Status {
  return (STATUSES as readonly string[]).includes(text);
}
