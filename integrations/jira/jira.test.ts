import { expect, test } from "vitest";
import type { Incoming, Json } from "#lib/connector/index.ts";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun } from "#lib/testing/memory-collection.ts";
import { fakeJira, issues, newJira, refusal, type FakeJira } from "#lib/testing/fake-jira.ts";
import { jira } from "./index.ts";
import { minuteInZone } from "./search.ts";

const settings = { site: "https://acme.atlassian.net", edition: "cloud", projects: "SEC\nOPS", labels: "incident" };
const parts = { connector: jira, collector: "tickets", settings, credential: { strategy: "api_token", values: { email: "collector@acme.example", token: "very-secret-token" } } };
const server = { ...parts, settings: { ...settings, site: "https://jira.acme.example/tracker", edition: "server" }, credential: { strategy: "personal_access_token", values: { token: "very-secret-token" } } };
const collect = (fake: FakeJira, more: object = {}): Promise<MemoryRun> => collectInMemory({ ...(fake.cloud ? parts : server), vendor: fakeJira(fake), ...more });

/** Cloud gives an issue on two pages, as it is known to. */
const repeating = (path: string, body: Record<string, Json>, count: number): Incoming | null => (path === "/search/jql" && body.nextPageToken === "t2" && count < 9 ? fakeJira(newJira(), 3)({ url: "https://acme.atlassian.net/rest/api/3/search/jql", method: "POST", body: JSON.stringify({ ...body, nextPageToken: "t1" }) }) as Incoming : null);

/** After the first page of a server an issue of it is deleted: the pages behind it close up. */
function closingUp(): FakeJira {
  const fake = newJira({ cloud: false });
  let pages = 0;
  fake.more = (path) => {
    if (path === "/search" && ++pages === 2) fake.list = fake.list.filter(({ id }) => id !== 1);
    return null;
  };
  return fake;
}

connectorSuite({ ...parts, vendor: () => fakeJira(newJira()), rows: 32, part: /project\/SEC/, moving: () => fakeJira(newJira({ more: repeating })) });
connectorSuite({ ...server, vendor: () => fakeJira(newJira({ cloud: false })), rows: 32, part: /project\/SEC/, moving: () => fakeJira(closingUp()) });

test("Cloud is never asked by the removed search, a server never by the new one; no JQL stands in an address", async () => {
  const [cloud, own] = [newJira(), newJira({ cloud: false })];
  const runs = [await collect(cloud), await collect(own)];
  expect(runs.map(({ end }) => end?.completeness)).toEqual(["complete", "complete"]);
  expect([cloud.asked.filter((one) => one === "POST /search" || one.startsWith("GET /search")), own.asked.filter((one) => one.includes("/search/jql"))]).toEqual([[], []]);
  expect(runs.flatMap(({ exchanges }) => exchanges).filter(({ address }) => /jql=|project%20|project =/i.test(address))).toEqual([]);
  expect(runs[1]?.exchanges[0]?.address).toBe("https://jira.acme.example/tracker/rest/api/2/myself");
});

test("a ticket has what Jira says of it; its changes are those of its history, and an emptied field was emptied", async () => {
  const run = await collect(newJira());
  expect(run.rows.get("ticket 10002")).toMatchObject({ key: "OPS-2", url: "https://acme.atlassian.net/browse/OPS-2", type: "Incident", priority: "High", state: "closed", status: "Closed", resolution: "Fixed", createdAt: "2026-02-01T00:02:00.000Z", closedAt: "2026-02-01T01:32:00.000Z", assignees: [{ id: "acc1", name: "Person 1" }], closedBy: null, confidential: false });
  expect(run.rows.get("ticket 10003")).toMatchObject({ state: "open", closedAt: null, confidential: true });
  expect(run.rows.get("ticket_event 10002:502:0")).toMatchObject({ ticket: "10002", field: "status", from: "Open", to: "In review", at: "2026-02-01T00:12:00.000Z", by: { id: "acc1", name: "Person 1" } });
  expect(run.rows.get("ticket_event 10002:502:1")).toMatchObject({ field: "assignee", from: "Person 2", to: null });
  expect(run.rows.get("ticket_event 10002:502:2")).toMatchObject({ field: "description", from: "[not kept]", to: "[not kept]" });
  expect(JSON.stringify(run.pages)).not.toMatch(/somebody wrote|written now|@acme\.example/);
});

test("times of bulk histories are read in every form that Jira gives them in", async () => {
  for (const created of ["2026-02-01T00:12:00.000+0000", 1_769_904_720, 1_769_904_720_000]) {
    const run = await collect(newJira({ more: (path, body) => (path === "/changelog/bulkfetch" ? jsonAnswer({ issueChangeLogs: [{ issueId: (body.issueIdsOrKeys as string[])[0] ?? "", changeHistories: [{ id: "1", created, items: [{ field: "status", fromString: "Open", toString: "Closed" }] }] }] }) : null) }));
    expect([...run.rows.values()].find((row) => row.kind === "ticket_event")).toMatchObject({ at: "2026-02-01T00:12:00.000Z", by: null });
  }
});

test("Cloud’s count is approximate and judges nothing; a server’s is exact, and more than came is a gap", async () => {
  expect((await collect(newJira())).end).toMatchObject({ completeness: "complete", ended: { announced: null, secondRoute: { total: 8, exact: false } } });
  expect((await collect(newJira({ cloud: false }))).end).toMatchObject({ completeness: "complete", ended: { announced: { total: 8, exact: true } } });
  const short = await collect(newJira({ cloud: false, more: (path, body) => (path === "/search" && String(body.jql).includes("SEC") && Number(body.startAt) > 0 ? jsonAnswer({ startAt: 2, total: 3, issues: [] }) : null) }));
  expect([short.end?.completeness, short.end?.gaps.map(({ reason }) => reason)]).toEqual(["partial", ["truncated", "count_differs"]]);
});

test("a history that a server cut short is a gap", async () => {
  const fake = newJira({ cloud: false, list: issues().slice(0, 1) });
  const inner = fakeJira(newJira({ cloud: false, list: issues().slice(0, 1) }));
  fake.more = (path, body) => (path === "/search" ? jsonAnswer(JSON.parse(new TextDecoder().decode((inner({ url: "https://jira.acme.example/rest/api/2/search", method: "POST", body: JSON.stringify(body) }) as Incoming).bytes).replaceAll("\"maxResults\":1,\"total\":1", "\"maxResults\":1,\"total\":9")) as Json) : null);
  const run = await collect(fake, { settings: { ...server.settings, projects: "OPS" } });
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "truncated", says: "OPS-1 has 9 changes; 1 came." }] });
});

test("the next run asks in the account’s own zone, an hour and a quarter early; an hour that comes twice is asked for from its first time", async () => {
  expect([minuteInZone(new Date("2026-07-01T12:00:30Z"), "Europe/Berlin"), minuteInZone(new Date("2026-07-01T12:00:30Z"), "America/New_York")]).toEqual(["2026/07/01 12:45", "2026/07/01 06:45"]);
  // 02:30 in Berlin is 00:30 and 01:30 UTC on that day: whichever Jira takes it for, it is before 02:00 UTC.
  expect(minuteInZone(new Date("2026-10-25T01:45:00Z"), "Europe/Berlin")).toBe("2026/10/25 02:30");
  const fake = newJira();
  const first = await collect(fake);
  fake.list = [...fake.list, { id: 20, project: "SEC", updated: 29 * 24 * 60 + 9 * 60 }];
  const next = await collect(fake, { run: { listing: "incremental", cursor: first.end?.ended?.cursor as Json } });
  expect([next.end?.completeness, next.rows.size, next.pages.flatMap(({ answers }) => answers)[0]?.parameters]).toMatchObject(["complete", 4, { jql: expect.stringContaining("updated >= \"2026/03/02 08:45\"") as string }]);
});

test("the same next page twice ends the run; a page that Jira forgot begins it anew", async () => {
  const endless = await collect(newJira({ more: (path) => (path === "/search/jql" ? jsonAnswer({ issues: [], nextPageToken: "again" }) : null) }));
  expect(endless.end).toMatchObject({ completeness: "failed", failure: { kind: "malformed" } });
  const cut = await collect(newJira(), { cutAfter: 1 });
  let forgot = 0;
  const run = await collect(newJira({ more: (path, body) => (path === "/search/jql" && body.nextPageToken === "t2" && ++forgot === 1 ? refusal(400, "The token is not valid") : null) }), { after: cut });
  expect([run.end?.completeness, run.rows.size]).toEqual(["complete", 32]);
});

test("a login that failed is not answered with what everybody may see; an answer of errors is no answer", async () => {
  const anonymous = await collect(newJira({ more: (path) => (path === "/myself" ? refusal(401, "Client must be authenticated") : null) }));
  expect([anonymous.end?.completeness, anonymous.rows.size]).toEqual(["denied", 0]);
  const errors = await collect(newJira({ more: (path) => (path === "/search/jql" ? jsonAnswer({ errorMessages: ["The index is being made"] }) : null) }));
  expect(errors.end).toMatchObject({ completeness: "failed", failure: { kind: "malformed", says: expect.stringContaining("The index is being made") as string } });
});

test("Jira Cloud’s own way to say when to ask again is kept; a limit without it is backed off", async () => {
  const slow = (headers: Record<string, string>) => collect(newJira({ more: (_path, _body, count) => (count === 2 ? jsonAnswer({}, { status: 429, headers }) : null) }));
  expect((await slow({ "x-ratelimit-reset": "2026-03-02T09:00:30Z" })).waits).toEqual([30_000]);
  expect((await slow({})).waits).toEqual([1000]);
});

test("whose account it is, and what it may browse, is said by project", async () => {
  const fake = newJira();
  const session = { ...parts, now: () => new Date("2026-03-02T09:00:00Z"), ask: async (request: Parameters<ReturnType<typeof fakeJira>>[0]) => fakeJira(fake)(request) };
  expect(await jira.identify(session)).toEqual({ id: "acc0", name: "Person 0", tenant: "acme.atlassian.net" });
  expect((await jira.probe(session)).map(({ permission, state }) => [permission, state])).toEqual([["Browse project SEC", "missing"], ["Browse project OPS", "granted"]]);
  for (const missing of [{ projects: "" }, { site: "acme" }]) expect((await collect(newJira(), { settings: { ...settings, ...missing } })).end?.failure?.kind).toBe("misconfigured");
});
