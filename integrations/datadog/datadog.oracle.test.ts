import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Json, OutgoingRequest, RowKind } from "#lib/connector/index.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { datadogOf } from "./index.ts";

// Recordings of the real API, made by Datadog for its own client library. A question is answered only when it was
// recorded, by method, path, body and parameters in whatever order; every other one is 404, which is a gap.

const FOLDER = path.join(process.env.TICKMARK_ORACLES ?? "TICKMARK_ORACLES is not set", "integrations", "datadog-cassettes");

type Entry = { request: { method: string; url: string; postData?: { text: string } }; response: { status: number; content: { text?: string } } };

function recordings(): Entry[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("recording.har"))
    .flatMap((file) => (JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as { log: { entries: Entry[] } }).log.entries);
}

function keyOf(method: string, address: string, body: string | undefined): string {
  const url = new URL(address);
  const parameters = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort();
  const sorted = body === undefined || body === "" ? "" : JSON.stringify(sortedJson(JSON.parse(body) as Json));
  return [method, url.pathname, ...parameters, sorted].join(" ");
}

const sortedJson = (value: Json): Json => (Array.isArray(value) ? value.map(sortedJson) : typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sortedJson(member as Json)])) : value) as Json;

function replay(asked: string[] = []): Vendor {
  const known = new Map<string, Entry>();
  for (const entry of recordings()) if (entry.response.status === 200) known.set(keyOf(entry.request.method, entry.request.url, entry.request.postData?.text), entry);
  return ({ method = "GET", url, body }: OutgoingRequest) => {
    const entry = known.get(keyOf(method, url, body === undefined ? undefined : String(body)));
    asked.push(`${entry === undefined ? "not recorded" : "recorded"} ${method} ${new URL(url).pathname}`);
    return entry === undefined ? jsonAnswer({ errors: ["not recorded"] }, { status: 404 }) : jsonAnswer(JSON.parse(entry.response.content.text ?? "") as Json);
  };
}

const connector = datadogOf({ monitors: 2, downtimes: 2, objectives: 2, signals: 2 });
const parts = { connector, credential: { strategy: "keys", values: { api_key: "a", application_key: "b" } } };
const collect = (collector: string, asked: string[], run = {}): Promise<MemoryRun> => collectInMemory({ ...parts, settings: { site: "datadoghq.com", signals: "security:attack status:high" }, collector, vendor: replay(asked), run });
const countOf = ({ rows }: MemoryRun, kind: RowKind): number => [...rows.values()].filter((row) => row.kind === kind).length;
const unreadable = ({ pages }: MemoryRun): unknown[] => pages.flatMap(({ answers }) => answers.flatMap((answer) => answer.unreadable));

test("the recordings are there, thirty of them", () => {
  expect(existsSync(FOLDER), `${FOLDER}: set TICKMARK_ORACLES to the folder of recordings`).toBe(true);
  expect(readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("recording.har"))).toHaveLength(30);
});

test("monitors, downtimes, notification rules and objectives turn their pages as recorded, and each is read", async () => {
  const asked: string[] = [];
  const run = await collect("monitors", asked);
  expect(run.end).toMatchObject({ completeness: "complete", gaps: [] });
  expect(asked).toEqual(["recorded GET /api/v1/validate", ...["/api/v1/monitor", "/api/v1/monitor", "/api/v2/downtime", "/api/v2/downtime", "/api/v2/monitor/notification_rule", "/api/v1/slo", "/api/v1/slo"].map((address) => `recorded GET ${address}`)]);
  expect([countOf(run, "monitor"), countOf(run, "resource")]).toEqual([3, 3 + 1 + 3]);
});

test("signals are asked for by the vendor’s word until it gives none, and each is read", async () => {
  const asked: string[] = [];
  const run = await collect("signals", asked, { window: { from: new Date("2022-04-13T11:17:57.080Z"), until: new Date("2022-04-13T11:32:57.080Z") } });
  expect(asked).toEqual(["recorded GET /api/v1/validate", ...Array.from({ length: 3 }, () => "recorded POST /api/v2/security_monitoring/signals/search")]);
  expect([run.end?.completeness, run.end?.gaps, countOf(run, "vendor_alert")]).toEqual(["complete", [], run.pages.flatMap(({ answers }) => answers).reduce((sum, { items }) => sum + items, 0)]);
  expect(countOf(run, "vendor_alert")).toBeGreaterThan(0);
});

test("each of 41 hosts is read, with whether an agent reports from it", async () => {
  const run = await collect("hosts", []);
  expect(unreadable(run)).toEqual([]);
  expect([countOf(run, "resource"), countOf(run, "coverage") > 41]).toEqual([41, true]);
  // The list of agents goes on; its second page was not recorded.
  expect(run.end?.gaps.map(({ reason, operation }) => [reason, operation])).toEqual([["not_found", "GET /api/v2/csm/onboarding/agents"]]);
});

test("each security rule of the recorded page is read", async () => {
  const run = await collect("rules", []);
  expect([unreadable(run), countOf(run, "monitor") > 0]).toEqual([[], true]);
});

test("a key that is refused, as recorded, is refused credentials", async () => {
  const refused = recordings().find(({ request, response }) => request.url.endsWith("/api/v1/validate") && response.status === 403);
  const run = await collectInMemory({ ...parts, settings: { site: "datadoghq.com" }, collector: "monitors", vendor: () => jsonAnswer(JSON.parse(refused?.response.content.text ?? "") as Json, { status: refused?.response.status }) });
  expect(run.end).toMatchObject({ completeness: "denied", failure: { kind: "credential_refused" } });
});
