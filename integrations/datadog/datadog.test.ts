import { expect, test } from "vitest";
import type { RowKind, RowOf } from "#lib/connector/index.ts";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { CREDENTIAL, fakeDatadog, PLANTED, SETTINGS } from "./datadog.fixture.ts";
import { datadog } from "./index.ts";
import { handlesOf } from "./questions.ts";

const parts = { connector: datadog, settings: SETTINGS, credential: CREDENTIAL };

connectorSuite({ ...parts, collector: "monitors", vendor: fakeDatadog, rows: 250 + 120 + 1 + 1, part: /\/api\/v2\/downtime/ });
connectorSuite({ ...parts, collector: "hosts", vendor: fakeDatadog, rows: 205 * 2 + 13, part: /\/csm\// });
connectorSuite({ ...parts, collector: "rules", vendor: fakeDatadog, rows: 25, part: null });
connectorSuite({ ...parts, collector: "signals", vendor: fakeDatadog, rows: 1100, part: null });

const collect = (collector: string, vendor: Vendor = fakeDatadog(), run = {}): Promise<MemoryRun> => collectInMemory({ ...parts, collector, vendor, run });
const rowsOf = <Kind extends RowKind>({ rows }: MemoryRun, kind: Kind): RowOf<Kind>[] => [...rows.values()].filter((row): row is RowOf<Kind> => row.kind === kind);

test("a monitor tells its criterion and the handles of its message, which is not stored", async () => {
  const run = await collect("monitors");
  expect(rowsOf(run, "monitor")[0]).toMatchObject({ criterion: "avg(last_5m):avg:cpu{*} > 90", severity: "P1", tells: ["pagerduty-Ops", "security@x.example", "webhook-"], attributes: { muted: [] } });
  expect(rowsOf(run, "monitor")[1]?.attributes.muted).toEqual(["*"]);
});

test("messages, samples and addresses of people are never stored", async () => {
  for (const { id } of datadog.collectors) {
    const { pages } = await collect(id);
    for (const secret of PLANTED) expect([id, JSON.stringify(pages).includes(secret)]).toEqual([id, false]);
  }
});

test("handles are names that a message addresses, not every at-sign", () => {
  expect([handlesOf("a@b.example @team-ops. (@slack-sec-ops) @me@x.example"), handlesOf(undefined), handlesOf("nobody")]).toEqual([["me@x.example", "slack-sec-ops", "team-ops"], [], []]);
});

test("a host without an agent is not covered, however well it is known; nor is one that is down", async () => {
  const run = await collect("hosts");
  expect(rowsOf(run, "coverage").filter(({ state, by }) => state !== "covered" && by === "datadog agent").map(({ resource, status, reason }) => [resource, status, reason])).toEqual([["host-3", "down", null], ["host-4", "no agent", "Reported by aws alone."]]);
  expect(rowsOf(run, "coverage").filter(({ state, by }) => state === "covered" && by === "datadog cloud security").map(({ resource, status }) => [resource, status])).toEqual([["host-0", "workloads"]]);
});

test("an archived signal is closed by whoever archived it; when, the list does not say", async () => {
  const run = await collect("signals");
  expect(rowsOf(run, "vendor_alert").filter(({ state }) => state === "closed")).toMatchObject([{ externalId: "s5", closedAt: null, closedBy: { id: "anna" }, closedReason: "false_positive", status: "archived" }]);
});

test("the next run asks for two weeks again: triage changes signals after they were raised", async () => {
  const run = await collect("signals", fakeDatadog(), { listing: "incremental", cursor: { until: "2026-02-15T10:00:00.000Z" } });
  expect(run.pages[0]?.answers[0]?.parameters).toMatchObject({ body: { filter: { from: "2026-02-01T10:00:00.000Z", to: "2026-03-02T09:00:00.000Z" } } });
  expect([rowsOf(run, "vendor_alert").length, run.end?.ended?.cursor]).toEqual([500, { until: "2026-03-02T09:00:00.000Z" }]);
});

test("a key of another site is refused credentials, not a missing permission", async () => {
  const run = await collect("monitors", () => jsonAnswer({ errors: ["Forbidden"] }, { status: 403 }));
  expect(run.end).toMatchObject({ completeness: "denied", failure: { kind: "credential_refused", says: expect.stringContaining("another site") as string } });
});

test("the reset of Datadog’s own limit is waited for", async () => {
  const inner = fakeDatadog();
  let asked = 0;
  const run = await collect("rules", (request) => (++asked === 2 ? jsonAnswer({ errors: ["Too many requests"] }, { status: 429, headers: { "x-ratelimit-reset": "11", "x-ratelimit-name": "rules" } }) : inner(request)));
  expect([run.end?.completeness, run.waits]).toEqual(["complete", [11_000]]);
});

test("who answers is told, and each permission is tried", async () => {
  const vendor = fakeDatadog();
  const session = { settings: SETTINGS, credential: CREDENTIAL, now: () => new Date(), ask: async (request: Parameters<Vendor>[0]) => (request.url.includes("/downtime") ? jsonAnswer({}, { status: 403 }) : await vendor(request)) };
  expect(await datadog.identify(session)).toEqual({ id: "API key that ends with -key, at api.datadoghq.eu", name: "Datadog", tenant: "datadoghq.eu" });
  expect((await datadog.probe(session)).filter(({ state }) => state !== "granted").map(({ permission, state, needed }) => [permission, state, needed])).toEqual([["GET /api/v2/downtime", "missing", ["monitors"]]]);
});
