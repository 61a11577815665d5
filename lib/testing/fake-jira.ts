import type { Incoming, Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "./memory-collection.ts";

// A Jira in memory, as Cloud (tokens, bulk histories, no /search) or as a server (numbered pages with a total).

const SITE = "https://acme.atlassian.net";
const at = (minutes: number): string => new Date(Date.parse("2026-02-01T00:00:00Z") + minutes * 60_000).toISOString().replace("Z", "+0000");
const person = (index: number): Record<string, Json> => ({ accountId: `acc${index}`, accountType: "atlassian", active: true, displayName: `Person ${index}`, emailAddress: `person${index}@acme.example`, self: `${SITE}/rest/api/3/user?accountId=acc${index}`, timeZone: "Europe/Berlin" });

export type FakeIssue = { id: number; project: string; updated: number };
export const issues = (): FakeIssue[] => [...[1, 2, 3, 4, 5].map((id) => ({ id, project: "OPS", updated: id })), ...[6, 7, 8].map((id) => ({ id, project: "SEC", updated: id }))];

function issueBean({ id, project, updated }: FakeIssue): Record<string, Json> {
  const done = id % 2 === 0;
  return {
    id: String(10_000 + id), key: `${project}-${id}`, self: `${SITE}/rest/api/3/issue/${10_000 + id}`,
    fields: {
      summary: `Alert ${id}`, issuetype: { name: "Incident" }, priority: { name: "High" }, labels: ["incident"], created: at(id), updated: at(updated), resolutiondate: done ? at(id + 90) : null, project: { key: project },
      status: { name: done ? "Closed" : "In review", statusCategory: { key: done ? "done" : "indeterminate" } }, resolution: done ? { name: "Fixed" } : null, assignee: person(1), reporter: person(2), security: id === 3 ? { name: "Security team" } : null,
    },
  };
}

/** The second item lacks `toString`, as an emptied field does; the third is a text. */
const histories = (id: number, created: (minutes: number) => Json): Json[] => [
  { id: String(500 + id), author: person(1), created: created(id + 10), items: [{ field: "status", fieldId: "status", fieldtype: "jira", from: "1", fromString: "Open", to: "2", toString: "In review" }, { field: "assignee", fieldId: "assignee", fieldtype: "jira", from: "acc2", fromString: "Person 2" }, { field: "description", fieldId: "description", fieldtype: "jira", fromString: "What somebody wrote", toString: "What is written now" }] },
];

export type FakeJira = { list: FakeIssue[]; cloud: boolean; zone: string; asked: string[]; more?: (path: string, body: Record<string, Json>, count: number) => Incoming | null };

export const newJira = (parts: Partial<FakeJira> = {}): FakeJira => ({ list: issues(), cloud: true, zone: "Europe/Berlin", asked: [], ...parts });

function matching(list: readonly FakeIssue[], jql: string): FakeIssue[] {
  const [project, since] = [/project = "(\w+)"/.exec(jql)?.[1], /updated >= "([^"]+)"/.exec(jql)?.[1]];
  // In Berlin's winter an hour lies between its minutes and those of UTC.
  const from = since === undefined ? -Infinity : (Date.parse(`${since.replaceAll("/", "-").replace(" ", "T")}:00Z`) - 3_600_000 - Date.parse("2026-02-01T00:00:00Z")) / 60_000;
  return list.filter((one) => one.project === project && one.updated >= from);
}

export const refusal = (status: number, message: string): Incoming => jsonAnswer({ errorMessages: [message], errors: {} }, { status });

function search(fake: FakeJira, body: Record<string, Json>, size: number): Incoming {
  const found = matching(fake.list, String(body.jql));
  if (!fake.cloud) {
    const startAt = Number(body.startAt);
    const page = found.slice(startAt, startAt + size).map((one) => ({ ...issueBean(one), changelog: { startAt: 0, maxResults: 1, total: 1, histories: histories(one.id, at) } }));
    return jsonAnswer({ startAt, maxResults: size, total: found.length, issues: page as unknown as Json });
  }
  const from = body.nextPageToken === undefined ? 0 : Number(String(body.nextPageToken).slice(1));
  const last = from + size >= found.length;
  return jsonAnswer({ issues: found.slice(from, from + size).map(issueBean), isLast: last, ...(last ? {} : { nextPageToken: `t${from + size}` }) });
}

export function fakeJira(fake: FakeJira, size = 2): Vendor {
  return (request: OutgoingRequest) => {
    const path = new URL(request.url).pathname.replace(/^.*\/rest\/api\/[23]/, "");
    const body = (typeof request.body === "string" ? JSON.parse(request.body) : {}) as Record<string, Json>;
    fake.asked.push(`${request.method ?? "GET"} ${path}`);
    const own = fake.more?.(path, body, fake.asked.length) ?? null;
    if (own !== null) return own;
    if (path === "/myself") return jsonAnswer({ ...person(0), timeZone: fake.zone });
    if (path.startsWith("/project/")) return fake.list.some(({ project }) => path === `/project/${project}`) ? jsonAnswer({ id: "1", key: path.slice(9), name: path.slice(9), self: `${SITE}/rest/api/3/project/1` }) : refusal(404, "No project could be found");
    if (path === "/mypermissions") return jsonAnswer({ permissions: { BROWSE_PROJECTS: { id: "10", key: "BROWSE_PROJECTS", name: "Browse Projects", type: "PROJECT", description: "", havePermission: new URL(request.url).searchParams.get("projectKey") === "OPS" } } });
    if (path === "/search/approximate-count") return jsonAnswer({ count: matching(fake.list, String(body.jql)).length });
    if (path === "/changelog/bulkfetch") return jsonAnswer({ issueChangeLogs: (body.issueIdsOrKeys as string[]).map((id) => ({ issueId: id, changeHistories: histories(Number(id) - 10_000, at) })) });
    if (path === (fake.cloud ? "/search/jql" : "/search")) return search(fake, body, size);
    return refusal(410, "The requested API has been removed");
  };
}
