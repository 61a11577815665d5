import { z } from "zod";
import { joinTransformed, membersOf, readItems, type Answer, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { ISSUE, ISSUES } from "./client.ts";
import { issue, listed, names, type Names } from "./schema.ts";

type Issue = z.output<typeof issue>;
type Journal = Issue["journals"][number];
type Person = { id: string; name: string | null };

const asked = z.object({ server: z.string() });
const FIELDS: Readonly<Record<string, string>> = { status_id: "status", priority_id: "priority", tracker_id: "type", assigned_to_id: "assignee", project_id: "project", category_id: "category", fixed_version_id: "version", parent_id: "parent" };

/** Rows of one stored answer: a ticket and its events of an issue. Lists carry no history and are read for paging only. Pure. */
export function transform({ operation, parameters, scope, body }: Answer): Transformed {
  if (operation === ISSUES) return readItems(membersOf(body).issues, listed, "/issues", () => []);
  if (operation !== ISSUE) return { rows: [], unreadable: [] };
  const server = asked.parse(parameters).server.replace(/\/$/, "");
  const known = names.parse(membersOf(body).names);
  const read = readItems([membersOf(body).issue ?? null], issue, "/issue", (one) => [ticketOf(one, server, scope), ...one.journals.flatMap((journal) => eventsOf(journal, one, known, scope))]);
  return joinTransformed([read]);
}

const person = (one: { id: number; name: string } | null | undefined): Person | null => (one == null ? null : { id: String(one.id), name: one.name });

function ticketOf(one: Issue, server: string, scope: string | null): RowOf<"ticket"> {
  // The time of closing stays when an issue is opened again.
  const closedAt = one.status.is_closed ? one.closed_on : null;
  return {
    kind: "ticket", externalId: String(one.id), scope, url: `${server}/issues/${one.id}`, key: `#${one.id}`, title: one.subject, type: one.tracker.name,
    labels: one.category === undefined ? [one.project.name] : [one.project.name, one.category.name], priority: one.priority.name,
    status: one.status.name, state: one.status.is_closed ? "closed" : "open", resolution: one.status.is_closed ? one.status.name : null,
    createdAt: one.created_on, updatedAt: one.updated_on, closedAt, reporter: person(one.author), assignees: one.assigned_to == null ? [] : [{ id: String(one.assigned_to.id), name: one.assigned_to.name }],
    closedBy: closedAt === null ? null : person(one.journals.find((journal) => journal.created_on === closedAt && journal.details.some(({ name }) => name === "status_id"))?.user),
    confidential: one.is_private,
  };
}

function eventsOf(journal: Journal, { id }: Issue, known: Names, scope: string | null): RowOf<"ticket_event">[] {
  const event = (part: string, field: string, from: string | null = null, to: string | null = null): RowOf<"ticket_event"> => ({
    kind: "ticket_event", externalId: `${journal.id} ${part}`, scope, url: null, ticket: String(id), at: journal.created_on, by: person(journal.user), field, from, to,
  });
  const said = (name: string, value: string | null | undefined): string | null => (value == null || value === "" ? null : (membersOf(known)[name] as Record<string, string> | undefined)?.[value] ?? value);
  return [
    ...journal.details.map(({ property, name, old_value: from, new_value: to }) => event(`${property} ${name}`, property === "attr" ? (FIELDS[name] ?? name) : property === "cf" ? `custom field ${name}` : property, said(name, from), said(name, to))),
    ...(journal.notes ? [event("notes", journal.private_notes ? "private comment" : "comment")] : []),
  ];
}
