import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { redmine } from "./index.ts";
import { CREDENTIAL, fakeRedmine, KEY, SETTINGS, someIssues, WRITTEN, type FakeIssue } from "./redmine.fixture.ts";

const parts = { connector: redmine, collector: "issues", settings: SETTINGS, credential: CREDENTIAL };
const ISSUES = someIssues(230);

/** Each list finds issue 150 changed once more: by time it would move from page to page. */
function moving(): Vendor {
  let minutes = 0;
  return fakeRedmine(() => {
    minutes += 1;
    return ISSUES.map((issue) => (issue.id === 150 ? { ...issue, updated: new Date(Date.parse("2026-02-02T00:00:00Z") + minutes * 60_000).toISOString() } : issue));
  });
}

connectorSuite({ ...parts, vendor: () => fakeRedmine(() => ISSUES), rows: 230 + 5, part: /\/issues\/7\.json/, moving });

const collect = (vendor: Vendor, more: Partial<Parameters<typeof collectInMemory>[0]> = {}): Promise<MemoryRun> => collectInMemory({ ...parts, vendor, ...more });
const tickets = ({ rows }: MemoryRun) => [...rows.values()].flatMap((row) => (row.kind === "ticket" ? [row] : []));
const incremental = (since: string) => ({ run: { listing: "incremental" as const, cursor: { parts: { "*": since } } } });

test("a ticket and its history: who closed it, when, and from what to what", async () => {
  const run = await collect(fakeRedmine(() => ISSUES));
  expect(tickets(run).find(({ key }) => key === "#7")).toMatchObject({ state: "closed", closedAt: "2026-02-01T08:07:00Z", closedBy: { id: "6", name: "Anna Ops" }, url: "https://redmine.example/tracker/issues/7" });
  expect([...run.rows.values()].flatMap((row) => (row.kind === "ticket_event" ? [[row.field, row.from, row.to, row.by?.name]] : []))).toEqual([
    ["assignee", null, "6", "Anna Ops"], ["description", null, null, "Anna Ops"], ["comment", null, null, "Anna Ops"], ["status", "New", "Closed", "Anna Ops"], ["priority", "Urgent", "9", "Anna Ops"],
  ]);
  expect(run.end?.ended).toMatchObject({ announced: { total: 230, exact: true }, secondRoute: { total: 230, exact: true }, cursor: { parts: { "*": "2026-02-01T11:48:00Z" } } });
});

test("what people wrote, and the key that the server tells back, are never stored", async () => {
  const { pages } = await collect(fakeRedmine(() => ISSUES));
  for (const secret of [...WRITTEN, KEY]) expect(JSON.stringify(pages)).not.toContain(secret);
});

test("a key that is revoked meanwhile ends the run: what anybody may see is not what there is", async () => {
  let asked = 0;
  const run = await collect(fakeRedmine(() => ISSUES, { keyWorks: () => ++asked < 50 }));
  expect(run.end).toMatchObject({ completeness: "denied", failure: { kind: "credential_refused" } });
  expect(tickets(run)).toEqual([]);
});

test("a ticket that was opened again is open, whatever its time of closing says", async () => {
  const again: FakeIssue = { id: 1, project: "secops", updated: "2026-02-01T09:00:00Z", closed: "2026-02-01T08:30:00Z", is_closed: false };
  expect(tickets(await collect(fakeRedmine(() => [again])))).toMatchObject([{ state: "open", closedAt: null, resolution: null, closedBy: null }]);
});

test("the next run asks for what changed, and goes on through more of one second than a page holds", async () => {
  const bulk = ISSUES.map((issue) => (issue.id > 20 ? { ...issue, updated: "2026-02-03T10:00:00Z" } : issue));
  const run = await collect(fakeRedmine(() => bulk), incremental("2026-02-03T09:58:00Z"));
  expect([run.end?.completeness, tickets(run).length, run.end?.ended?.cursor]).toEqual(["complete", 210, { parts: { "*": "2026-02-03T09:58:00Z" } }]);
  const quiet = await collect(fakeRedmine(() => ISSUES), incremental("2026-02-03T09:58:00Z"));
  expect([quiet.end?.completeness, tickets(quiet).length, quiet.end?.ended?.cursor]).toEqual(["complete", 0, { parts: { "*": "2026-02-03T09:58:00Z" } }]);
});

test("what was changed behind us while we asked is asked for by the next run", async () => {
  // By the collection’s clock it is 09:00 on the second of March; the last of these was changed three minutes later.
  const changing = ISSUES.map((issue) => (issue.id === 230 ? { ...issue, updated: "2026-03-02T09:03:00Z" } : issue));
  expect((await collect(fakeRedmine(() => changing))).end?.ended?.cursor).toEqual({ parts: { "*": "2026-03-02T08:55:00Z" } });
});

test("what is created while we ask makes counts inexact, never the run partial", async () => {
  let asked = 0;
  const run = await collect(fakeRedmine(() => someIssues(++asked > 150 ? 231 : 230)));
  expect([run.end?.completeness, run.end?.ended?.announced]).toEqual(["complete", { kind: "ticket", total: 231, exact: false }]);
});

test("what is deleted between the list and its question is a gap", async () => {
  const inner = fakeRedmine(() => ISSUES);
  const run = await collect((request) => (request.url.includes("/issues/9.json") ? jsonAnswer({}, { status: 404 }) : inner(request)));
  expect(run.end?.gaps.map(({ reason, scope }) => [reason, scope])).toEqual([["not_found", "#9"], ["count_differs", null], ["count_differs", null]]);
});

test("each project that is named is asked for itself; one that is not there is a gap", async () => {
  const mixed = ISSUES.map((issue) => ({ ...issue, project: issue.id % 2 === 0 ? "secops" : "other" }));
  const both = await collect(fakeRedmine(() => mixed), { settings: { ...SETTINGS, projects: "secops\nother" } });
  expect([both.end?.completeness, tickets(both).length, both.pages.length]).toEqual(["complete", 230, 5]);
  const one = await collect(fakeRedmine(() => mixed), { settings: { ...SETTINGS, projects: "secops\nnowhere\n" } });
  expect([one.end?.completeness, tickets(one).length, one.end?.gaps.map(({ scope }) => scope)]).toEqual(["partial", 115, ["nowhere"]]);
});

test("an older Redmine, which does not say whether a status is closed, leaves tickets unreadable", async () => {
  const inner = fakeRedmine(() => someIssues(1));
  const run = await collect(async (request) => {
    const answer = await inner(request);
    return { ...answer, bytes: Buffer.from(Buffer.from(answer.bytes).toString().replaceAll(',"is_closed":false', "")) };
  });
  expect([tickets(run).length, run.end?.gaps[0]?.reason]).toEqual([0, "unreadable"]);
});

test("who the key belongs to is told, and each permission is tried", async () => {
  const vendor = fakeRedmine(() => ISSUES);
  const session = { settings: SETTINGS, credential: CREDENTIAL, now: () => new Date(), ask: async (request: Parameters<Vendor>[0]) => await vendor(request) };
  expect(await redmine.identify(session)).toEqual({ id: "user 5 at redmine.example", name: "tickmark", tenant: "redmine.example" });
  expect((await redmine.probe(session)).map(({ state }) => state)).toEqual(["granted", "granted", "granted"]);
});
