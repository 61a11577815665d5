// How long does a page of alerts take when an organization has a million of them?
//
//   npx tickmark-node bench/alerts-list/run.ts [--alerts 1000000] [--judged 0.5]
//
// Runs PostgreSQL of its own in a temporary folder (or the server of TICKMARK_TEST_DATABASE_URL), fills one organization
// by SQL, walks the lists through the verb itself, and prints one JSON object: milliseconds per page, by filter.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { countAlerts, listAlerts, type ListAlertsInput } from "#lib/alerts/index.ts";
import { encodeCursor } from "#lib/access/index.ts";
import { openBlobs } from "#lib/platform/blob-store/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import { openServer } from "#lib/platform/postgres/server.ts";
import { openQueue } from "#lib/platform/queue.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";

const PASSWORD = "password-of-a-scratch-database-0001";
const ORGANIZATION = "org_bench";
const PASSES = 15;

const { values } = parseArgs({ options: { alerts: { type: "string", default: "1000000" }, judged: { type: "string", default: "0.5" } } });
const alerts = Number(values.alerts);
const judgedShare = Number(values.judged);

const folder = await mkdtemp(path.join(tmpdir(), "tickmark-bench-"));
const server = await openServer({ directory: path.join(folder, "postgres"), superuserPassword: PASSWORD, durable: false });
try {
  await withConnection(server.superuserUrl("postgres"), "The scratch server", (client) => client.query("CREATE DATABASE bench"));
  const admin = server.superuserUrl("bench");
  const urls = roleUrls(admin, { owner: PASSWORD, app: PASSWORD, jobs: PASSWORD });
  await setUpDatabase(admin, urls, true);
  const filled = performance.now();
  await fill(admin);
  const fillSeconds = Math.round((performance.now() - filled) / 100) / 10;
  const database = openDatabase(urls.app, 2);
  const mailer = { send: async () => undefined };
  configureRuntime({ database, blobs: openBlobs(database, folder, randomBytes(32)), queue: openQueue(), mailer, clock: systemClock, secret: PASSWORD, masterKey: randomBytes(32), signUpAllowed: false,  baseUrl: "http://localhost" });
  const results = await measureAll();
  await database.$disconnect();
  console.log(JSON.stringify({ node: process.version, alerts, judgedShare, fillSeconds, passes: PASSES, unit: "ms per page of 50: median, worst", results }, null, 2));
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}

/** Ten rules, 5,000 entities of uneven size, severities 0.1 % critical, 2 % high, 30 % medium; a year of alerts. */
async function fill(admin: string): Promise<void> {
  await withConnection(admin, "The scratch database", async (client) => {
    await client.query("SELECT setseed(0.5)");
    await client.query(`INSERT INTO organization (id, slug, name, time_zone, created_at) VALUES ('${ORGANIZATION}', 'bench', 'Bench', 'UTC', now())`);
    await client.query(`
      INSERT INTO rule_version (organization_id, id, rule_key, sha256, title, severity, text, control_codes, tags, recorded_at)
      SELECT '${ORGANIZATION}', 'rul_' || g, 'rule-' || g, repeat(to_hex(g % 16), 64), 'Rule number ' || g, 'medium', 'text', '{}', '{}', now() FROM generate_series(1, 10) g`);
    await client.query(`
      CREATE TEMP TABLE made AS
      SELECT g AS number,
             'alr_' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 19) AS id,
             at, r.severity, (ARRAY[30, 60, 480, 2880])[array_position(ARRAY['critical','high','medium','low'], r.severity)] AS minutes,
             'rul_' || (CASE WHEN g % 100000 = 7 THEN 10 ELSE 1 + g % 9 END) AS rule,
             '203.0.' || (power(random(), 3) * 100)::int || '.' || (random() * 50)::int AS entity,
             random() < ${judgedShare} AS judged,
             CASE WHEN random() < 0.0005 THEN 'incident' WHEN random() < 0.01 THEN 'security_event' WHEN random() < 0.5 THEN 'expected' ELSE 'false_positive' END AS verdict
      FROM generate_series(1, ${alerts}) g
      CROSS JOIN LATERAL (SELECT now() - interval '365 days' + (g::float8 / ${alerts}) * interval '365 days' AS at) t
      CROSS JOIN LATERAL (SELECT CASE WHEN md5(g::text) < '0042' THEN 'critical' WHEN md5(g::text) < '05' THEN 'high' WHEN md5(g::text) < '50' THEN 'medium' ELSE 'low' END AS severity) r`);
    await client.query(`
      INSERT INTO alert (organization_id, id, number, origin, rule_version_id, segment_id, dedupe_key, title, severity, group_key, entity, first_event_at, raised_at, acknowledge_by)
      SELECT '${ORGANIZATION}', id, number, 'rule', rule, 'seg_1', id, 'Rule number ' || substr(rule, 5), severity::"Severity", entity, entity, at, at, at + minutes * interval '1 minute' FROM made`);
    await client.query(`
      INSERT INTO alert_state (organization_id, alert_id, status, severity, acknowledge_by, judged_at, verdict, last_event_at, event_count, lines, explanation, updated_at)
      SELECT '${ORGANIZATION}', id, (CASE WHEN judged THEN 'judged' WHEN number % 20 = 0 THEN 'acknowledged' ELSE 'open' END)::"AlertStatus", severity::"Severity",
             at + minutes * interval '1 minute', CASE WHEN judged THEN at END, (CASE WHEN judged THEN verdict END)::"Verdict", at, 20, '[]', '{}', at FROM made`);
    await client.query("VACUUM ANALYZE alert, alert_state, rule_version");
  });
}

async function measureAll(): Promise<Record<string, unknown>> {
  const context: Context = { organizationId: ORGANIZATION, actor: { kind: "system", name: "bench" }, requestId: "bench", clock: systemClock };
  const year = 365 * 86_400_000;
  const now = Date.now();
  const idAt = (time: number): string => `alr_${Math.trunc(time).toString(16).padStart(12, "0")}7`;
  const views: { name: string; input: ListAlertsInput; middle: string; last: string }[] = [
    { name: "to judge", input: { view: "to_judge" }, middle: encodeCursor([now - year / 2, ""]), last: encodeCursor([now - 60_000, ""]) },
    { name: "judged", input: { view: "judged" }, middle: encodeCursor([idAt(now - year / 2)]), last: encodeCursor([idAt(now - year + 120_000)]) },
  ];
  const filters: Record<string, ListAlertsInput> = {
    "no filter": {},
    critical: { severity: "critical" },
    low: { severity: "low" },
    "rule, frequent": { rule: "rule-3" },
    "rule, rare": { rule: "rule-10" },
    "entity, frequent": { entity: "203.0.0.10" },
    "entity, absent": { entity: "198.51.100.1" },
    "text, title": { text: "number 3" },
    "text, entity": { text: "203.0.99" },
    "text, nothing": { text: "no such thing" },
  };
  const results: Record<string, unknown> = { "count to judge": await time(() => countAlerts(context, {})) };
  for (const view of views) {
    for (const [name, filter] of Object.entries(filters)) {
      const pages: Record<string, unknown> = {};
      for (const [page, cursor] of Object.entries({ first: undefined, middle: view.middle, last: view.last })) {
        pages[page] = await time(() => listAlerts(context, { ...view.input, ...filter, ...(cursor === undefined ? {} : { cursor }) }));
      }
      results[`${view.name}, ${name}`] = pages;
    }
  }
  for (const verdict of ["incident", "security_event", "expected"] as const) {
    results[`judged, verdict ${verdict}`] = { first: await time(() => listAlerts(context, { view: "judged", verdict })) };
  }
  results["to judge, status acknowledged"] = { first: await time(() => listAlerts(context, { status: "acknowledged" })) };
  return results;
}

async function time(work: () => Promise<{ rows?: unknown[] } | object>): Promise<string> {
  const times: number[] = [];
  let rows = 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const started = performance.now();
    const answer = await work();
    times.push(performance.now() - started);
    rows = "rows" in answer && Array.isArray(answer.rows) ? answer.rows.length : 0;
  }
  times.sort((a, b) => a - b);
  const show = (value: number | undefined): string => (value ?? Number.NaN).toFixed(1);
  return `${show(times[Math.floor(PASSES / 2)])}, ${show(times.at(-1))} (${rows} rows)`;
}
