import type { Permission } from "#lib/access/index.ts";
import type { WorkKind } from "#lib/acting/index.ts";

/** How a person hears of a kind by mail: at once (grouped with what comes in the same minute), once a day, or not. */
export const MAIL_MODES = ["at_once", "daily", "none"] as const;
export type MailMode = (typeof MAIL_MODES)[number];

/** How often a person is mailed a digest of what they owe. */
export const WORK_DIGESTS = ["none", "daily", "weekly"] as const;
export type WorkDigest = (typeof WORK_DIGESTS)[number];

type Kind = {
  /** What the kind is called in filters and preferences. */
  label: string;
  /** Without it the person may no longer see what it is about, and the notification is gone. */
  permission: Permission;
  mail: MailMode;
  /** Of a person's own safety, or of the organization's end: mailed at once, also in quiet hours, whatever was chosen. */
  security?: true;
  /** Whoever tells it mails it too, in words of its own: it is not mailed a second time. */
  mailedApart?: true;
  /** It asks for work, which a stand-in does: they are told instead of whom it falls to. */
  work?: WorkKind;
};

/** What a person is told of, in the order in which preferences list it. */
export const NOTIFICATION_KINDS = {
  control_assigned: { label: "Control given to you", permission: "controls.read", mail: "daily" },
  evidence_assigned: { label: "Evidence request given to you", permission: "controls.read", mail: "daily", work: "evidence_request" },
  evidence_due: { label: "Evidence due in 14, 7 and 1 days", permission: "controls.read", mail: "daily", work: "evidence_request" },
  evidence_overdue: { label: "Evidence overdue", permission: "controls.read", mail: "daily", work: "evidence_request" },
  evidence_returned: { label: "Your evidence was returned", permission: "evidence.read", mail: "at_once", work: "evidence_request" },
  review_waiting: { label: "Evidence waits for your review", permission: "evidence.review", mail: "daily", work: "evidence_review" },
  occurrence_due: { label: "Control to perform in 14, 7 and 1 days", permission: "controls.read", mail: "daily", work: "occurrence" },
  occurrence_overdue: { label: "Control not performed in time", permission: "controls.read", mail: "daily", work: "occurrence" },
  occurrence_returned: { label: "What you performed was returned", permission: "controls.read", mail: "at_once", work: "occurrence" },
  occurrence_waiting: { label: "A performed control waits for your review", permission: "occurrences.review", mail: "daily", work: "occurrence_review" },
  draft_waiting: { label: "A control’s draft waits for your approval", permission: "drafts.approve", mail: "daily" },
  draft_approved: { label: "Your draft was approved", permission: "drafts.read", mail: "daily" },
  draft_returned: { label: "Your draft was returned", permission: "drafts.read", mail: "at_once" },
  finding_assigned: { label: "Finding given to you", permission: "findings.read", mail: "at_once", work: "finding" },
  finding_due: { label: "Finding to remedy in 14, 7 and 1 days", permission: "findings.read", mail: "daily", work: "finding" },
  finding_overdue: { label: "Finding overdue", permission: "findings.read", mail: "daily", work: "finding" },
  finding_returned: { label: "What you remedied was returned", permission: "findings.read", mail: "at_once", work: "finding" },
  finding_reopened: { label: "Your finding was opened again", permission: "findings.read", mail: "at_once", work: "finding" },
  finding_settled: { label: "Your finding was closed, accepted or withdrawn", permission: "findings.read", mail: "daily" },
  finding_waiting: { label: "A remedied finding waits to be verified", permission: "findings.manage", mail: "daily" },
  acceptance_ending: { label: "Accepted risk ends in 14, 3 and 0 days", permission: "findings.read", mail: "daily" },
  alert_raised: { label: "Alert of high or critical severity", permission: "alerts.judge", mail: "at_once", work: "alert" },
  incident_assigned: { label: "Incident given to you", permission: "incidents.manage", mail: "at_once", work: "incident" },
  incident_time_limit: { label: "Time to resolve an incident ends", permission: "incidents.read", mail: "at_once", work: "incident" },
  mentioned: { label: "Somebody mentioned you", permission: "notifications.read", mail: "at_once" },
  packet_ready: { label: "Packet is ready", permission: "packets.read", mail: "at_once" },
  packet_failed: { label: "Packet could not be made", permission: "packets.read", mail: "at_once" },
  engagement_opened: { label: "Engagement opened to you", permission: "engagement.visit", mail: "at_once" },
  standing_in: { label: "Somebody is away and you stand in", permission: "my_work.delegate", mail: "at_once" },
  work_delegated: { label: "Work given to you for a time", permission: "my_work.delegate", mail: "at_once" },
  delegation_ended: { label: "Work taken back or handed back", permission: "my_work.delegate", mail: "daily" },
  stand_in_missing: { label: "Your stand-in is away or has left", permission: "my_work.delegate", mail: "at_once" },
  placeholder_joined: { label: "An expected person joined", permission: "people.read", mail: "daily" },
  second_factor_due: { label: "Second factor demanded", permission: "notifications.read", mail: "at_once", security: true },
  api_key_ending: { label: "API key ends in 14, 3 and 0 days", permission: "api_keys.manage", mail: "at_once" },
  api_key_stopped: { label: "API key stopped with its maker", permission: "api_keys.manage", mail: "at_once" },
  rule_waiting: { label: "A detection rule waits for your approval", permission: "rules.manage", mail: "daily" },
  rule_quarantined: { label: "A detection rule was quarantined", permission: "rules.manage", mail: "at_once" },
  connection_attention: { label: "Connection needs attention", permission: "connections.manage", mail: "at_once" },
  alerts_waiting: { label: "A connection brings more alerts than enter the queue at once", permission: "connections.manage", mail: "at_once" },
  deletion_asked: { label: "Deletion of the organization asked for", permission: "data.delete", mail: "at_once", security: true, mailedApart: true },
} as const satisfies Record<string, Kind>;

export type NotificationKind = keyof typeof NOTIFICATION_KINDS;
export const NOTIFICATION_KIND_NAMES = Object.keys(NOTIFICATION_KINDS) as [NotificationKind, ...NotificationKind[]];

/** Whether a kind is mailed whatever the person chose. */
export function isSecurity(kind: NotificationKind): boolean {
  return "security" in NOTIFICATION_KINDS[kind];
}

/** What a kind asks for, where it asks for work that a stand-in can do. */
export function workOf(kind: NotificationKind): WorkKind | null {
  const facts: Kind = NOTIFICATION_KINDS[kind];
  return facts.work ?? null;
}

export function isMailedApart(kind: NotificationKind): boolean {
  return "mailedApart" in NOTIFICATION_KINDS[kind];
}

/** What a notification is about; decides where it leads. */
export const SUBJECT_KINDS = ["evidence_request", "control", "draft", "evidence", "occurrence", "finding", "alert", "incident", "packet", "engagement", "member", "account", "api_key", "organization", "delegation", "connection", "rule_text", "rule"] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** The words that a notification is told in, as they were then. */
export type NotificationFacts = {
  /** Name of the record or of its control: SYS.2.07, EV-12, FND-2026-12, INC-2026-003. */
  code?: string;
  title: string;
  /** Who did it. */
  by?: string;
  /** A day of the organization's zone, YYYY-MM-DD. */
  day?: string;
  /** An instant, ISO 8601. */
  at?: string;
  reason?: string;
  /** Id of the comment that the record's page is opened at. */
  comment?: string;
  /** In whose stead the reader was told. */
  for?: string;
  /** How many, where one notification stands for several. */
  count?: number;
};
