import type { RowKind } from "#lib/connector/index.ts";

type KindWords = { one: string; many: string; /** What an open one is called, and one that is not; null where there is no such thing. */ open: string | null; closed: string | null; code: string };

/** What collected things of each kind are called. */
export const KIND_WORDS: Readonly<Record<RowKind, KindWords>> = {
  ticket: { one: "Ticket", many: "Tickets", open: "Open", closed: "Closed", code: "Key" },
  ticket_event: { one: "Ticket change", many: "Ticket changes", open: null, closed: null, code: "Field" },
  resource: { one: "Resource", many: "Resources", open: null, closed: null, code: "Type" },
  monitor: { one: "Monitor", many: "Monitors", open: "Enabled", closed: "Not enabled", code: "Name" },
  vendor_alert: { one: "Vendor alert", many: "Vendor alerts", open: "Open", closed: "Closed", code: "Rule" },
  vulnerability: { one: "Vulnerability", many: "Vulnerabilities", open: "Open", closed: "Not open", code: "Identifier" },
  coverage: { one: "Coverage", many: "Coverage", open: null, closed: null, code: "By" },
  change: { one: "Change", many: "Changes", open: "Open", closed: "Closed", code: "Key" },
  activity: { one: "Activity", many: "Activities", open: null, closed: null, code: "Action" },
  message: { one: "Message", many: "Messages", open: null, closed: null, code: "Sender" },
};

export const OBJECT_KINDS = Object.keys(KIND_WORDS) as readonly RowKind[];

/** Kinds that are found by words; what belongs to a ticket is read with it. */
export const isFoundByWords = (kind: RowKind): boolean => kind !== "ticket_event";

/** Kinds that tell what happened: what a listing has no more of them happened all the same. */
export const EVENT_KINDS: readonly RowKind[] = ["ticket_event", "activity", "message"];

/** Degrees of severity, worst first, as lists filter by them. */
export const OBJECT_SEVERITIES = ["critical", "high", "medium", "low", "informational", "unknown"] as const;

/** How a message is told to be whose sender is proven, and one whose sender is not. */
export const SENDER_PROVEN = "sender proven";
export const SENDER_NOT_PROVEN = "sender not proven";
