import type { z } from "zod";
import { membersOf, readItems, type Answer, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { history, issue, type History, type User } from "./schema.ts";

export const ISSUES = "GET /projects/:id/issues";
export const HISTORY = "GET /projects/:id/issues/:issue_iid";

export const personOf = (one: User | null | undefined): { id: string; name: string | null } | null => (one == null ? null : { id: String(one.id), name: one.username });

/** Rows of one stored answer: tickets of a list, events of an issue's history. Pure. */
export function transformIssues({ operation, scope, body }: Answer): Transformed {
  if (operation === ISSUES) return readItems(membersOf(body).issues, issue, "/issues", (one) => [ticketOf(one, scope)]);
  return readItems([body], history, "", (one) => eventsOf(one, scope));
}

/** A scoped label such as `priority::1` or `severity::high` says its part behind the colons; the first of them counts. */
const scoped = (labels: readonly string[], name: string): string | null => labels.find((label) => label.toLowerCase().startsWith(`${name}::`))?.slice(name.length + 2) ?? null;

function ticketOf(one: z.output<typeof issue>, scope: string | null): RowOf<"ticket"> {
  const closed = one.state === "closed";
  return {
    kind: "ticket", externalId: String(one.id), scope, url: one.web_url, key: one.references.full, title: one.title, type: one.issue_type ?? null, labels: one.labels,
    priority: scoped(one.labels, "priority") ?? scoped(one.labels, "severity") ?? (one.severity == null || one.severity.toUpperCase() === "UNKNOWN" ? null : one.severity),
    status: one.state, state: closed ? "closed" : "open", resolution: null, createdAt: one.created_at, updatedAt: one.updated_at, closedAt: closed ? one.closed_at : null,
    reporter: personOf(one.author), assignees: one.assignees.flatMap((person) => personOf(person) ?? []), closedBy: closed ? personOf(one.closed_by) : null, confidential: one.confidential,
  };
}

type Change = { id: number; user?: User | null | undefined; created_at: string };

function eventsOf({ issue: { id }, state, label, milestone, iteration, notes }: History, scope: string | null): RowOf<"ticket_event">[] {
  const event = (part: string, one: Change, field: string, from: string | null, to: string | null): RowOf<"ticket_event"> => ({
    kind: "ticket_event", externalId: `${part} ${one.id}`, scope, url: null, ticket: String(id), at: one.created_at, by: personOf(one.user), field, from, to,
  });
  // What was added is where it goes to, what was taken away is where it comes from. A label that is gone since has no name.
  const moved = (part: string, one: Change & { action: "add" | "remove" }, name: string | null): RowOf<"ticket_event"> => event(part, one, part, one.action === "remove" ? name : null, one.action === "add" ? name : null);
  return [
    ...state.map((one) => event("state", one, "state", null, one.state)),
    ...label.map((one) => moved("label", one, one.label?.name ?? "a label that was deleted")),
    ...milestone.map((one) => moved("milestone", one, one.milestone?.title ?? "a milestone that was deleted")),
    ...(iteration ?? []).map((one) => moved("iteration", one, one.iteration?.title ?? "an iteration")),
    ...notes.flatMap((one) => noteOf(one, event)),
  ];
}

function noteOf(one: History["notes"][number], event: (part: string, one: Change, field: string, from: string | null, to: string | null) => RowOf<"ticket_event">): RowOf<"ticket_event">[] {
  const change: Change = { id: one.id, user: one.author, created_at: one.created_at };
  if (!one.system) return [event("note", change, one.internal === true || one.confidential === true ? "internal comment" : "comment", null, null)];
  return one.body !== null && /^(?:un)?assigned\b/.test(one.body) ? [event("note", change, "assignee", null, one.body)] : [];
}
