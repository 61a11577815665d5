import { z } from "zod";
import { joinTransformed, readItems, type Answer, type Json, type Row, type Transformed } from "#lib/connector/index.ts";

export const CHANGELOG = "POST /rest/api/3/changelog/bulkfetch";

/** Jira writes `+0000` where ISO 8601 wants a colon, and in bulk histories seconds or milliseconds. */
const instant = z.union([z.string(), z.number()]).transform((value, context) => {
  const at = typeof value === "number" ? new Date(value < 100_000_000_000 ? value * 1000 : value) : new Date(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: "custom", message: "is no time" });
  return z.NEVER;
});
const person = z.object({ accountId: z.string().optional(), key: z.string().optional(), name: z.string().optional(), displayName: z.string().nullish() });
const named = z.object({ name: z.string() });

function personOf(who: z.output<typeof person> | null | undefined): { id: string; name: string | null } | null {
  const id = who?.accountId ?? who?.key ?? who?.name;
  return id === undefined ? null : { id, name: who?.displayName ?? null };
}

// `toString` is a field of Jira and a function of every object: only own fields are read.
const change = z.record(z.string(), z.json());
const history = z.object({ id: z.string(), author: person.nullish(), created: instant, items: z.array(change) });

const issue = z.object({
  id: z.string(), key: z.string(), self: z.string(), changelog: z.object({ histories: z.array(history) }).optional(),
  fields: z.object({
    summary: z.string(), issuetype: named, priority: named.nullish(), labels: z.array(z.string()), created: instant, updated: instant, resolutiondate: instant.nullish(),
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }), resolution: named.nullish(), assignee: person.nullish(), reporter: person.nullish(), security: named.nullish(),
  }),
});

/** Tickets of a search, with the history that a server sends along; histories of Cloud's bulk answer. */
export function ticketsOf({ operation, body, scope }: Answer): Transformed {
  if (operation !== CHANGELOG) return readItems((body as { issues?: Json }).issues, issue, "/issues", (one): Row[] => [ticketRow(one, scope), ...(one.changelog?.histories ?? []).flatMap((entry) => eventRows(one.id, scope, entry))]);
  const logs = (body as { issueChangeLogs?: Json }).issueChangeLogs;
  return joinTransformed([readItems(logs, z.object({ issueId: z.string(), changeHistories: z.array(history) }), "/issueChangeLogs", ({ issueId, changeHistories }) => changeHistories.flatMap((entry) => eventRows(issueId, scope, entry)))]);
}

function ticketRow({ id, key, self, fields }: z.output<typeof issue>, scope: string | null): Row {
  const [site] = self.split("/rest/");
  return {
    kind: "ticket", externalId: id, scope, url: site === undefined || site === self ? null : `${site}/browse/${key}`, key, title: fields.summary, type: fields.issuetype.name, labels: fields.labels, priority: fields.priority?.name ?? null,
    status: fields.status.name, state: fields.status.statusCategory.key === "done" ? "closed" : "open", resolution: fields.resolution?.name ?? null, createdAt: fields.created, updatedAt: fields.updated, closedAt: fields.resolutiondate ?? null,
    reporter: personOf(fields.reporter), assignees: [personOf(fields.assignee)].filter((who) => who !== null), closedBy: null, confidential: fields.security != null,
  };
}

function eventRows(ticket: string, scope: string | null, { id, author, created, items }: z.output<typeof history>): Row[] {
  return items.map((item, index) => {
    const own = (name: string): string | null => (Object.hasOwn(item, name) && typeof item[name] === "string" ? item[name] : null);
    return { kind: "ticket_event", externalId: `${ticket}:${id}:${index}`, scope, url: null, ticket, at: created, by: personOf(author), field: own("field") ?? "unnamed field", from: own("fromString") ?? own("from"), to: own("toString") ?? own("to") };
  });
}
