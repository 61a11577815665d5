/** Where a finding stands, in the order of its life; the last two are other ends than being closed. */
export const FINDING_STATUSES = ["open", "in_remediation", "remediated", "closed", "risk_accepted", "withdrawn"] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

export const FINDING_STATUS_WORDS: Readonly<Record<FindingStatus, string>> = {
  open: "Open",
  in_remediation: "In remediation",
  remediated: "Remediated, to be verified",
  closed: "Closed",
  risk_accepted: "Risk accepted",
  withdrawn: "Withdrawn",
};

/** States in which somebody has yet to remedy it: the due date runs. */
export const OWED_STATUSES = ["open", "in_remediation"] as const satisfies readonly FindingStatus[];
/** States in which the gap is there, or nobody has verified that it is not. */
export const UNSETTLED_STATUSES = ["open", "in_remediation", "remediated"] as const satisfies readonly FindingStatus[];
/** States that stand against a control: the gap is there, or may be. */
export const STANDING_STATUSES: FindingStatus[] = [...UNSETTLED_STATUSES, "risk_accepted"];
/** States from which a finding is opened again. */
export const SETTLED_STATUSES = ["closed", "risk_accepted", "withdrawn"] as const satisfies readonly FindingStatus[];

/** What a finding was raised from. Tickmark itself raises the first nine. */
export const FINDING_SOURCES = ["missed_occurrence", "evidence_request", "log_source", "log_reading", "detection_rule", "ledger", "stored_files", "check", "connection", "incident", "engagement", "policy", "by_hand"] as const;
export type FindingSource = (typeof FINDING_SOURCES)[number];

export const FINDING_SOURCE_WORDS: Readonly<Record<FindingSource, string>> = {
  missed_occurrence: "Missed occurrence",
  evidence_request: "Evidence overdue or refused",
  log_source: "Silent log source",
  log_reading: "Logs that could not be read",
  detection_rule: "Detection rule switched off or failing",
  ledger: "Audit of the ledger",
  stored_files: "Stored files missing or altered",
  check: "Failing check",
  connection: "Collection that keeps failing",
  incident: "Incident review",
  engagement: "Audit",
  policy: "Policy breach",
  by_hand: "Seen by a person",
};

export const FINDING_VISIBILITIES = ["internal", "shared_with_auditor"] as const;
export type FindingVisibility = (typeof FINDING_VISIBILITIES)[number];

export const FINDING_EVENT_KINDS = [
  "raised", "seen_again", "assigned", "severity_set", "due_moved", "planned", "remediation_started", "step_added", "step_done", "step_undone", "evidence_added", "ticket_linked", "ticket_removed",
  "related", "shared", "withheld", "remediated", "returned", "closed", "risk_accepted", "acceptance_ended", "reopened", "withdrawn",
] as const;
export type FindingEventKind = (typeof FINDING_EVENT_KINDS)[number];

export const FINDING_EVENT_WORDS: Readonly<Record<FindingEventKind, string>> = {
  raised: "Raised",
  seen_again: "Seen again",
  assigned: "Owner named",
  severity_set: "Severity changed",
  due_moved: "Due date moved",
  planned: "Cause and plan written",
  remediation_started: "Remediation started",
  step_added: "Step added",
  step_done: "Step done",
  step_undone: "Step not done after all",
  evidence_added: "Evidence added",
  ticket_linked: "Ticket linked",
  ticket_removed: "Ticket removed",
  related: "Controls and requirements changed",
  shared: "Shared with auditors",
  withheld: "Kept internal",
  remediated: "Remediated",
  returned: "Returned: not remedied",
  closed: "Verified and closed",
  risk_accepted: "Risk accepted",
  acceptance_ended: "Acceptance of the risk ended",
  reopened: "Reopened",
  withdrawn: "Withdrawn",
};

/** Kinds of events whose words name other records: an auditor who may see the finding may not see all of those. */
const NAMING: readonly FindingEventKind[] = ["related", "evidence_added"];

/** The words of an event, as far as whoever reads it may be told. */
export function eventText({ kind, text }: { kind: FindingEventKind; text: string }, toAuditor: boolean): string {
  return toAuditor && NAMING.includes(kind) ? "" : text;
}

/** The name by which people call a finding: FND-<year raised>-<number>. */
export function findingName({ number, raisedAt }: { number: number; raisedAt: Date }): string {
  return `FND-${raisedAt.getUTCFullYear()}-${number}`;
}
