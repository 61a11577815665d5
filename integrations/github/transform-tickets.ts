import { z } from "zod";
import { readItems, type Answer, type Row, type Transformed } from "#lib/connector/index.ts";
import { instant, personOf, user } from "./schema.ts";

const label = z.union([z.string(), z.object({ name: z.string() })]).transform((one) => (typeof one === "string" ? one : one.name));
const issue = z.object({
  id: z.number(), number: z.number(), title: z.string(), html_url: z.string(), state: z.enum(["open", "closed"]), state_reason: z.string().nullish(),
  labels: z.array(label), type: z.object({ name: z.string() }).nullish(), user, assignees: z.array(z.object({ id: z.number(), login: z.string() })).nullish(), closed_by: user.optional(),
  created_at: instant, updated_at: instant, closed_at: instant.nullable(), pull_request: z.unknown().optional(),
});

/** A label such as `priority: high` or `severity/1` says the priority; the first one counts. */
const PRIORITY = /^(?:priority|prio|severity|sev)\s*[:/=-]+\s*(.+)$/i;

/** Issues of a list; pull requests, which GitHub lists among them, are none. */
export function ticketsOf({ body, scope }: Answer): Transformed {
  return readItems(body, issue, "", (one): Row[] => (one.pull_request !== undefined ? [] : [{
    kind: "ticket", externalId: String(one.id), scope, url: one.html_url, key: `${scope ?? ""}#${one.number}`, title: one.title,
    type: one.type?.name ?? null, labels: one.labels, priority: one.labels.map((name) => PRIORITY.exec(name)?.[1]).find((word) => word !== undefined) ?? null,
    status: one.state, state: one.state, resolution: one.state_reason ?? null, createdAt: one.created_at, updatedAt: one.updated_at, closedAt: one.closed_at,
    reporter: personOf(one.user), assignees: (one.assignees ?? []).map((who) => ({ id: String(who.id), name: who.login })), closedBy: personOf(one.closed_by), confidential: false,
  }]));
}

const named = z.object({ name: z.string() });
const event = z.object({
  event: z.string(), id: z.number().optional(), actor: user.optional(), user: user.optional(), created_at: instant.optional(), html_url: z.string().optional(),
  label: named.optional(), assignee: user.optional(), milestone: z.object({ title: z.string() }).optional(), rename: z.object({ from: z.string(), to: z.string() }).optional(),
  issue_type: named.nullish(), prev_issue_type: named.nullish(), source: z.object({ issue: z.object({ id: z.number(), html_url: z.string() }).optional() }).optional(),
}).refine((one) => one.created_at !== undefined || WITHOUT_TIME.has(one.event), { path: ["created_at"], message: "An event without its time." });
type TimelineEvent = z.output<typeof event>;

/** Of pull requests: commits and reviews carry times of their own, and say nothing of a ticket. */
const WITHOUT_TIME = new Set(["committed", "reviewed", "line-commented", "commit-commented"]);

/** Events of one issue's timeline, page by page. */
export function timelineOf({ body, scope, parameters }: Answer): Transformed {
  const ticket = String((parameters as { issue_id?: number }).issue_id ?? "");
  return readItems(body, event, "", (one): Row[] => (one.created_at === undefined ? [] : [{
    kind: "ticket_event", externalId: `${one.event}:${one.id ?? `${ticket}:${one.created_at}:${one.source?.issue?.id ?? ""}`}`, scope, url: one.html_url ?? null,
    ticket, at: one.created_at, by: personOf(one.actor ?? one.user), ...saidBy(one),
  }]));
}

type Said = { field: string; from: string | null; to: string | null };

function saidBy(one: TimelineEvent): Said {
  const change = (field: string, from: string | null | undefined, to: string | null | undefined): Said => ({ field, from: from ?? null, to: to ?? null });
  switch (one.event) {
    case "closed": return change("state", "open", "closed");
    case "reopened": return change("state", "closed", "open");
    case "labeled": return change("label", null, one.label?.name);
    case "unlabeled": return change("label", one.label?.name, null);
    case "assigned": return change("assignee", null, one.assignee?.login);
    case "unassigned": return change("assignee", one.assignee?.login, null);
    case "renamed": return change("title", one.rename?.from, one.rename?.to);
    case "milestoned": return change("milestone", null, one.milestone?.title);
    case "demilestoned": return change("milestone", one.milestone?.title, null);
    case "issue_type_added": case "issue_type_changed": case "issue_type_removed": return change("type", one.prev_issue_type?.name, one.issue_type?.name);
    case "commented": return change("comment", null, null);
    case "cross-referenced": return change("reference", null, one.source?.issue?.html_url);
    default: return change(one.event, null, null);
  }
}
