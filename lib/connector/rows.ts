import { z } from "zod";
import type { Json } from "./contract.ts";

// What vendors answer, made alike. Names follow OCSF 1.8 where it has them (2002 vulnerability finding, 2004 detection
// finding, 2005 incident finding, 6003 API activity). A row keeps the vendor's own words beside ours.

const json: z.ZodType<Json> = z.json();
const text = z.string().max(20_000);
const line = z.string().max(2_000);
const instant = z.iso.datetime({ offset: true });
const optionalInstant = instant.nullable();
const person = z.strictObject({ id: line, name: line.nullable() });
const labels = z.array(line).max(1_000);
/** Six degrees as in OCSF's severity_id, and the word of the vendor. */
const severity = z.strictObject({ degree: z.enum(["unknown", "informational", "low", "medium", "high", "critical"]), word: line.nullable() });

const base = { externalId: line.min(1), scope: line.nullable(), url: z.url().max(2_000).nullable() };

/** An item of a tracker. */
const ticket = z.strictObject({
  kind: z.literal("ticket"), ...base,
  key: line, title: line, type: line.nullable(), labels, priority: line.nullable(),
  status: line, state: z.enum(["open", "closed"]), resolution: line.nullable(),
  createdAt: instant, updatedAt: instant, closedAt: optionalInstant,
  reporter: person.nullable(), assignees: z.array(person).max(100), closedBy: person.nullable(),
  confidential: z.boolean(),
});

/** One change of a ticket, as the tracker's history tells it: never inferred from how the ticket stands now. */
const ticketEvent = z.strictObject({
  kind: z.literal("ticket_event"), ...base,
  ticket: line, at: instant, by: person.nullable(),
  field: line, from: text.nullable(), to: text.nullable(),
});

/** A thing that exists at a vendor, with the fields that checks read. */
const resource = z.strictObject({
  kind: z.literal("resource"), ...base,
  /** Such as aws.ec2.instance, github.repository, prometheus.target. */
  type: line.regex(/^[a-z0-9]+(\.[a-z0-9_]+)+$/), name: line, account: line.nullable(), region: line.nullable(),
  tags: z.record(line, line), createdAt: optionalInstant, attributes: z.record(line, json),
});

/** Something that watches: a rule, monitor, alarm or saved search, with its criterion and whom it tells. */
const monitor = z.strictObject({
  kind: z.literal("monitor"), ...base,
  name: line, enabled: z.boolean().nullable(), criterion: text, severity: line.nullable(),
  /** Ids of the resources that it watches, when it names any. */
  watches: z.array(line).max(10_000), tells: z.array(line).max(1_000), updatedAt: optionalInstant, attributes: z.record(line, json),
});

/** An alert of a vendor. */
const vendorAlert = z.strictObject({
  kind: z.literal("vendor_alert"), ...base,
  /** `posture`: the vendor judged how something is configured, as our checks do; not said: something happened. */
  nature: z.literal("posture").optional(),
  /** Stands for the same firing with whatever else tells of it, together with when it fired; not said: nothing else does. */
  firingKey: line.optional(),
  title: line, rule: line.nullable(), severity, state: z.enum(["open", "closed", "suppressed"]), status: line,
  firstSeenAt: instant, lastSeenAt: optionalInstant, closedAt: optionalInstant,
  resource: line.nullable(), closedBy: person.nullable(), closedReason: text.nullable(), attributes: z.record(line, json),
});

/** A weakness of a resource. */
const vulnerability = z.strictObject({
  kind: z.literal("vulnerability"), ...base,
  /** CVE, GHSA or the tool's own rule. */
  identifiers: z.array(line).min(1).max(100), title: line, severity, score: z.number().nullable(),
  state: z.enum(["open", "fixed", "dismissed", "suppressed"]), status: line,
  resource: line, component: line.nullable(), installedVersion: line.nullable(), fixedVersion: line.nullable(), fixAvailable: z.boolean().nullable(),
  firstSeenAt: instant, lastSeenAt: optionalInstant, fixedAt: optionalInstant,
  dismissedBy: person.nullable(), dismissedReason: text.nullable(), recommendation: text.nullable(),
});

/** Whether a tool reaches a resource: an agent, a scanner, a log source. */
const coverage = z.strictObject({
  kind: z.literal("coverage"), ...base,
  /** What kind of watching it is: the column in which the population is held against it. */
  via: z.enum(["logs", "agent", "monitoring", "scanner"]),
  by: line, resource: line, state: z.enum(["covered", "not_covered", "unknown"]), status: line, reason: text.nullable(), lastSeenAt: optionalInstant,
});

/** A change under control: a pull or merge request, a stack event. */
const change = z.strictObject({
  kind: z.literal("change"), ...base,
  key: line, title: line, state: z.enum(["open", "merged", "closed"]), author: person.nullable(), mergedBy: person.nullable(),
  createdAt: instant, updatedAt: instant, mergedAt: optionalInstant, approvals: z.array(z.strictObject({ by: person, at: instant, onHead: z.boolean().nullable() })).max(1_000), attributes: z.record(line, json),
});

/** What somebody did at a vendor. */
const activity = z.strictObject({
  kind: z.literal("activity"), ...base,
  action: line, at: instant, by: person.nullable(), target: line.nullable(), succeeded: z.boolean().nullable(), attributes: z.record(line, json),
});

/** A message that came: what was delivered, when, and whether its sender is proven. */
const message = z.strictObject({
  kind: z.literal("message"), ...base,
  subject: line, sender: line, receivedAt: instant, authenticated: z.boolean(), checks: z.record(line, line), attributes: z.record(line, json),
});

export const rowSchema = z.discriminatedUnion("kind", [ticket, ticketEvent, resource, monitor, vendorAlert, vulnerability, coverage, change, activity, message]);

export type Row = z.output<typeof rowSchema>;
export type RowKind = Row["kind"];
export type RowOf<Kind extends RowKind> = Extract<Row, { kind: Kind }>;
export type Severity = z.output<typeof severity>;

const DEGREES: Readonly<Record<string, Severity["degree"]>> = {
  info: "informational", informational: "informational", none: "informational", low: "low", minor: "low", warning: "medium", medium: "medium", moderate: "medium",
  high: "high", important: "high", major: "high", error: "high", critical: "critical", blocker: "critical", page: "critical",
  // Priorities as Jira and Redmine are set up with.
  lowest: "low", trivial: "low", normal: "medium", highest: "critical", urgent: "critical", immediate: "critical",
};

/** A vendor's word for how grave something is, with the degree that it stands for; unknown where the word is none of the usual. */
export function severityOf(word: string | null | undefined): Severity {
  return { degree: DEGREES[word?.trim().toLowerCase() ?? ""] ?? "unknown", word: word ?? null };
}
