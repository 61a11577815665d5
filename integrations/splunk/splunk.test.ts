import { expect, test } from "vitest";
import type { RowKind, RowOf } from "#lib/connector/index.ts";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { splunk } from "./index.ts";
import { CREDENTIAL, fakeSplunk, PLANTED, searchLines, SETTINGS } from "./splunk.fixture.ts";

const parts = { connector: splunk, settings: SETTINGS, credential: CREDENTIAL };

connectorSuite({ ...parts, collector: "searches", vendor: fakeSplunk, rows: 231, part: /\/data\/indexes/ });
connectorSuite({ ...parts, collector: "reporting", vendor: fakeSplunk, rows: 205 * 2 + 2, part: /\/export/ });
connectorSuite({ ...parts, collector: "fired", vendor: fakeSplunk, rows: 310, part: /offset=300/ });

const collect = (collector: string, vendor: Vendor = fakeSplunk()): Promise<MemoryRun> => collectInMemory({ ...parts, collector, vendor });
const rowsOf = <Kind extends RowKind>({ rows }: MemoryRun, kind: Kind): RowOf<Kind>[] => [...rows.values()].filter((row): row is RowOf<Kind> => row.kind === kind);

test("a saved search watches only when it is scheduled and not disabled, however Splunk writes yes and no", async () => {
  const [runs, disabled, unscheduled] = rowsOf(await collect("searches"), "monitor");
  expect([runs?.enabled, disabled?.enabled, unscheduled?.enabled]).toEqual([true, false, false]);
  expect(runs).toMatchObject({ criterion: "index=auth failed | stats count by user\nnumber of events greater than 5", severity: "error", tells: ["ops@x.example", "security@x.example", "webhook"] });
});

test("how long an index keeps what it holds", async () => {
  expect(rowsOf(await collect("searches"), "resource")).toMatchObject([{ type: "splunk.index", name: "main", attributes: { retention_seconds: 188_697_600 } }]);
});

test("what was silent for more than a day is not covered: forwarders by their call, hosts by their events", async () => {
  const coverage = rowsOf(await collect("reporting"), "coverage");
  expect(coverage.filter(({ state }) => state === "not_covered").map(({ via, resource }) => [via, resource])).toEqual([["agent", "host-3"], ["logs", "host-1"]]);
});

test("a search that is cut off between lines is no answer; one without hosts is", async () => {
  const [first = ""] = searchLines([{ host: "a", latest: "1" }, { host: "b", latest: "1" }]).split("\n");
  expect((await collect("reporting", fakeSplunk({ lines: first }))).end).toMatchObject({ completeness: "failed", failure: { kind: "malformed" } });
  expect((await collect("reporting", fakeSplunk({ lines: "" }))).end?.completeness).toBe("complete");
});

test("alerts keep Splunk’s words with their degree", async () => {
  const alerts = rowsOf(await collect("fired"), "vendor_alert");
  expect(alerts.slice(0, 2).map(({ severity, firstSeenAt }) => [severity, firstSeenAt])).toEqual([[{ word: "fatal", degree: "critical" }, "2026-03-02T09:00:00.000Z"], [{ word: "warn", degree: "medium" }, "2026-03-02T08:59:00.000Z"]]);
});

test("passwords and addresses of actions are never stored", async () => {
  const { pages } = await collect("searches");
  for (const secret of PLANTED) expect(JSON.stringify(pages)).not.toContain(secret);
});

test("an answer that is none of Splunk’s ends the run", async () => {
  expect((await collect("fired", () => jsonAnswer({ hello: 1 }))).end).toMatchObject({ completeness: "failed", failure: { kind: "malformed" } });
});

test("who answers is told, and each permission is tried", async () => {
  const vendor = fakeSplunk();
  const session = { settings: SETTINGS, credential: CREDENTIAL, now: () => new Date(), ask: async (request: Parameters<Vendor>[0]) => (request.url.includes("deployment") ? jsonAnswer({}, { status: 403 }) : await vendor(request)) };
  expect(await splunk.identify(session)).toEqual({ id: "splunk.example:8089", name: "Splunk", tenant: "splunk.example:8089" });
  expect((await splunk.probe(session)).map(({ state }) => state)).toEqual(["granted", "granted", "missing", "granted", "granted"]);
});
