import { expect, test } from "vitest";
import type { RowOf } from "#lib/connector/index.ts";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { durationOf } from "./firing.ts";
import { prometheus } from "./index.ts";
import { CREDENTIAL, fakePrometheus, PLANTED, SETTINGS, type Spell } from "./prometheus.fixture.ts";

const parts = { connector: prometheus, settings: SETTINGS, credential: CREDENTIAL };
const NOW = Date.parse("2026-03-02T09:00:00Z") / 1000;
const HOUR = 3600;

/** Fired over several parts, ended on the edge of one, came back, was short, fires still, never fired. */
const SPELLS: readonly Spell[] = [
  { labels: { alertname: "HostDown", instance: "bbbb:9100", severity: "critical" }, began: NOW - 20 * HOUR, fired: NOW - 20 * HOUR + 300, over: NOW - 5 * HOUR },
  { labels: { alertname: "HostDown", instance: "aaaa:9100", severity: "critical" }, began: NOW - 19 * HOUR, fired: NOW - 19 * HOUR + 300, over: NOW - 18 * HOUR - 60 },
  { labels: { alertname: "DiskFull", instance: "aaaa:9100", severity: "warning" }, began: NOW - 10 * HOUR, fired: NOW - 10 * HOUR, over: NOW - 10 * HOUR + 15, judged: 15 },
  { labels: { alertname: "DiskFull", instance: "aaaa:9100", severity: "warning" }, began: NOW - 10 * HOUR + 1200, fired: NOW - 10 * HOUR + 1200, over: NOW - 9 * HOUR },
  { labels: { alertname: "HostDown", instance: "cccc:9100", severity: "critical" }, began: NOW - 2 * HOUR, fired: NOW - 2 * HOUR + 300, over: NOW + HOUR },
  { labels: { alertname: "Pending", severity: "critical" }, began: NOW - 3 * HOUR, fired: NOW + HOUR, over: NOW - 2 * HOUR },
];

connectorSuite({ ...parts, collector: "watch", vendor: fakePrometheus, rows: 3 + 6 + 2 + 1 + 1, part: /\/status\/config$/ });
connectorSuite({ ...parts, collector: "firing", vendor: () => fakePrometheus({ spells: SPELLS }), rows: 5, part: null });

const collect = (collector: string, vendor: Vendor, run = {}): Promise<MemoryRun> => collectInMemory({ ...parts, collector, vendor, run });
const alertsOf = ({ rows }: MemoryRun): RowOf<"vendor_alert">[] => [...rows.values()].filter((row) => row.kind === "vendor_alert").sort((a, b) => (a.firstSeenAt + a.title < b.firstSeenAt + b.title ? -1 : 1));
const hours = (instant: string | null): number | null => (instant === null ? null : Math.round(((NOW - Date.parse(instant) / 1000) / HOUR) * 100) / 100);

test("what fired and ended between two looks is known, each time for itself, with since when and until when", async () => {
  const run = await collect("firing", fakePrometheus({ spells: SPELLS }));
  expect(alertsOf(run).map((row) => [row.title, hours(row.firstSeenAt), hours(row.closedAt), row.state, row.severity.degree])).toEqual([
    ["HostDown on bbbb:9100", 20, 5.02, "closed", "critical"], ["HostDown on aaaa:9100", 19, 18.03, "closed", "critical"],
    ["DiskFull on aaaa:9100", 10, 10, "closed", "medium"], ["DiskFull on aaaa:9100", 9.67, 9.02, "closed", "medium"],
    ["HostDown on cccc:9100", 2, null, "open", "critical"],
  ]);
});

test("the next run asks for what is new and the hour before it, and closes what ended meanwhile", async () => {
  const first = await collect("firing", fakePrometheus({ spells: SPELLS }));
  expect(first.end?.ended?.cursor).toEqual({ next: "2026-03-02T09:00:00.000Z" });
  const spells = SPELLS.map((spell) => ({ ...spell, over: Math.min(spell.over, NOW + 120) }));
  const asked: string[] = [];
  const vendor = fakePrometheus({ spells });
  const next = await collect("firing", (request) => (asked.push(new URL(request.url).searchParams.get("query") ?? ""), vendor(request)), { listing: "incremental", cursor: first.end?.ended?.cursor, window: { from: null, until: new Date((NOW + 2 * HOUR) * 1000) } });
  expect(asked.filter((query) => query !== "")).toEqual(['{__name__=~"ALERTS|ALERTS_FOR_STATE"}[10800s]']);
  expect(alertsOf(next).map((row) => [row.title, row.state])).toEqual([["HostDown on cccc:9100", "closed"]]);
  expect(first.rows.has(`vendor_alert ${alertsOf(next)[0]?.externalId ?? ""}`)).toBe(true);
});

test("what is older than the server remembers is a gap, not an empty time", async () => {
  const run = await collect("firing", fakePrometheus({ spells: SPELLS, retention: "12h" }), { window: { from: new Date((NOW - 48 * HOUR) * 1000), until: new Date(NOW * 1000) } });
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "truncated", says: expect.stringContaining("remembers since 2026-03-01T21:00:00.000Z") as string }] });
});

test("durations are read as Prometheus writes them; a bound of bytes is none", () => {
  expect([durationOf("15d"), durationOf("1h30m"), durationOf("1d or 512MB"), durationOf("512MB")]).toEqual([1_296_000_000, 5_400_000, 86_400_000, null]);
});

test("what is scraped is covered only when it answers; what was never scraped is unknown", async () => {
  const { rows } = await collect("watch", fakePrometheus());
  expect([...rows.values()].flatMap((row) => (row.kind === "coverage" ? [[row.resource, row.state, row.lastSeenAt, row.reason]] : []))).toEqual([
    ["i-aaaa", "covered", "2026-03-02T08:59:55.123Z", null],
    ["i-bbbb", "not_covered", "2026-03-02T08:59:55.123Z", 'Get "http://bbbb:9100/metrics": connection refused'],
    ["cccc:9100", "unknown", null, null],
  ]);
});

test("rules of one name are kept apart, with their criteria and whether they can be judged", async () => {
  const { rows } = await collect("watch", fakePrometheus());
  expect([...rows.values()].flatMap((row) => (row.kind === "monitor" ? [[row.name, row.severity, row.criterion, row.attributes.health]] : []))).toEqual([
    ["HostDown", "critical", "up == 0\nfor 300 s", "ok"], ["DiskFull", "warning", "disk > 0.9", "ok"], ["DiskFull", "critical", "disk > 0.95", "err"],
  ]);
});

test("passwords of configuration, addresses, parameters and discovery are never stored", async () => {
  const { pages, exchanges } = await collect("watch", fakePrometheus());
  for (const secret of PLANTED) expect(JSON.stringify([pages, exchanges])).not.toContain(secret);
});

test("a server that answers with a part of what others know is told as such", async () => {
  const run = await collect("watch", fakePrometheus({ warnings: ["store api unavailable"] }));
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "truncated", says: "The server warns: store api unavailable" }] });
});

test("a server that is no Prometheus is not taken for one without rules", async () => {
  const run = await collect("watch", () => jsonAnswer({ hello: "world" }));
  expect(run.end).toMatchObject({ completeness: "failed", failure: { kind: "malformed" } });
  expect((await collect("watch", () => jsonAnswer({}, { status: 404 }))).end).toMatchObject({ completeness: "failed", failure: { kind: "misconfigured" } });
});

test("who answers is told, and each permission is tried", async () => {
  const vendor = fakePrometheus();
  const session = { settings: SETTINGS, credential: CREDENTIAL, now: () => new Date(), ask: async (request: Parameters<Vendor>[0]) => (request.url.includes("config") ? jsonAnswer({}, { status: 403 }) : await vendor(request)) };
  expect(await prometheus.identify(session)).toEqual({ id: "prometheus.example", name: "Prometheus 2.42.0", tenant: "prometheus.example" });
  expect((await prometheus.probe(session)).map(({ permission, state }) => `${state} ${permission}`)).toEqual([
    "granted GET /api/v1/status/buildinfo", "granted GET /api/v1/status/runtimeinfo", "granted GET /api/v1/rules", "granted GET /api/v1/targets", "granted GET /api/v1/alertmanagers", "missing GET /api/v1/status/config", "granted GET /api/v1/query",
  ]);
});
