// How long do lists, controls, frameworks and first screens take when an organization is large?
//
//   node_modules/.bin/node bench/lists/run.ts [--share 1] [--only findings] [--hold]
//
// Sets up an installation in a temporary folder with a year of a large organization: a million alerts, 400,000 pieces of
// evidence, 20,000 incidents, 20,000 segments, 5,000 packets, 100,000 findings, a million entries of the audit trail, a million
// collected tickets and vulnerabilities, 300,000 resources, vendors' alerts and messages, 100,000 runs, a million results of
// checks, a million texts of rules, and 20,000 servers against three tools and the company's list (times --share). Asks every list in every filter it offers, first page and a far one, through the verbs as the application's role
// under row-level security. Prints one JSON object: milliseconds per answer (median, 95th percentile), slowest first, and
// how often a table was read as a whole during all of that. `--only findings`
// fills and asks of findings alone; several words stand between commas. Each answer is told as it is timed, too. `--hold`
// keeps the installation until Ctrl-C, to look at its pages.
import { parseArgs } from "node:util";
import { adoptLibrary, libraryOf, loadControlContent } from "#lib/controls/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { matchPopulationJob } from "#lib/reconciliation/index.ts";
import { scratchInstallation, BENCH_LOGIN } from "../scratch-installation.ts";
import { fillAlerts } from "./fill-alerts.ts";
import { fillAssets } from "./fill-assets.ts";
import { fillChecks } from "./fill-checks.ts";
import { fillCollected } from "./fill-collected.ts";
import { fillEvidence } from "./fill-evidence.ts";
import { fillFindings } from "./fill-findings.ts";
import { fillIncidents, fillPacketsAndTrail, fillSegments } from "./fill-records.ts";
import { fillRuleTexts } from "./fill-rule-texts.ts";
import { questions } from "./questions.ts";

const PASSES = 20;
const { values } = parseArgs({ options: { share: { type: "string", default: "1" }, only: { type: "string" }, hold: { type: "boolean", default: false } } });
const share = Number(values.share);

const installation = await scratchInstallation({ durable: false });
try {
  const { admin, organizationId, memberId, system } = installation;
  await adoptLibrary(system, { controls: libraryOf((await loadControlContent("controls")).controls, ["SYS.1.01", "SYS.2.07"]), effectiveFrom: new Date(Date.now() - 366 * 86_400_000) });
  const started = performance.now();
  await withConnection(admin, "The scratch database", async (client) => {
    await client.query("SELECT setseed(0.5)");
    // Adopted a year ago, as far as anyone asks.
    await client.query("SET session_replication_role = replica");
    await client.query("UPDATE control SET created_at = now() - interval '366 days'");
    await client.query("UPDATE control_version SET recorded_at = now() - interval '366 days'");
    await client.query("UPDATE evidence_request SET created_at = now() - interval '366 days'");
    const fills = { alerts: fillAlerts, incidents: fillIncidents, segments: fillSegments, packets: fillPacketsAndTrail, evidence: fillEvidence, findings: fillFindings, collected: fillCollected, checks: fillChecks, assets: fillAssets, "rule texts": fillRuleTexts };
    for (const [name, fill] of Object.entries(fills)) {
      if (!isAsked(name)) continue;
      await fill({ client, organizationId, memberId, share });
      console.error(`${name} filled in after ${Math.round((performance.now() - started) / 1000)} s`);
    }
    await client.query("SET session_replication_role = origin");
    await client.query("VACUUM ANALYZE");
  });
  const fillSeconds = Math.round((performance.now() - started) / 1000);
  const matching = isAsked("assets") ? await matched(system) : null;
  const before = await wholeReads(admin);
  const results = [];
  for (const [name, ask] of await questions(installation)) {
    if (!isAsked(name)) continue;
    const result = { name, ...(await time(ask)) };
    results.push(result);
    console.error(`${name}: ${result.median}, ${result.p95}`);
  }
  const after = await wholeReads(admin);
  const read = [...after].map(([table, count]) => [table, count - (before.get(table) ?? 0)] as const).filter(([, count]) => count > 0);
  results.sort((a, b) => b.p95 - a.p95);
  const overTenth = results.filter((one) => one.p95 > 100).length;
  console.log(JSON.stringify({ node: process.version, share, fillSeconds, matching, passes: PASSES, unit: "ms", questions: results.length, over100: overTenth, tablesReadAsAWhole: Object.fromEntries(read), results: results.map((one) => `${one.name}: ${one.median}, ${one.p95} (${one.rows} rows)`) }, null, 2));
  if (values.hold) {
    console.log(JSON.stringify({ ...installation.environment, ...BENCH_LOGIN }, null, 2));
    const alive = setInterval(() => undefined, 60_000);
    await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
    clearInterval(alive);
  }
} finally {
  await installation.remove();
}

/** Whether `--only`, one word or several between commas, leaves a table, or a question by its name. */
function isAsked(name: string): boolean {
  return values.only === undefined || values.only.split(",").some((part) => name.includes(part));
}

/** Has the worker's job hold the population against what watches it, twice: all of it is written, then what is otherwise, which is nothing. */
async function matched(system: Context): Promise<{ firstSeconds: number; againSeconds: number; heapMegabytes: number }> {
  const seconds: number[] = [];
  let heap = 0;
  const looking = setInterval(() => { heap = Math.max(heap, process.memoryUsage().heapUsed); }, 50);
  for (const ahead of [0, 3_600_001]) {
    const began = performance.now();
    await matchPopulationJob.run({ ...system, clock: { now: () => new Date(Date.now() + ahead) } }, {}, () => Promise.resolve());
    seconds.push(Math.round((performance.now() - began) / 100) / 10);
  }
  clearInterval(looking);
  const [firstSeconds = 0, againSeconds = 0] = seconds;
  return { firstSeconds, againSeconds, heapMegabytes: Math.round(heap / 1024 / 1024) };
}

/** How often each table of more than a thousand rows was read from its first page to its last. */
async function wholeReads(admin: string): Promise<Map<string, number>> {
  return withConnection(admin, "The scratch database", async (client) => {
    // Sessions report what they did a second after they did it.
    const { rows } = await client.query<{ relname: string; seq_scan: string }>("SELECT relname, seq_scan FROM pg_stat_user_tables, pg_sleep(2) WHERE n_live_tup > 1000");
    return new Map(rows.map((row) => [row.relname, Number(row.seq_scan)]));
  });
}

async function time(ask: () => Promise<object>): Promise<{ median: number; p95: number; rows: number }> {
  const times: number[] = [];
  let rows = 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const started = performance.now();
    const answer = await ask();
    times.push(performance.now() - started);
    rows = "rows" in answer && Array.isArray(answer.rows) ? answer.rows.length : 0;
  }
  times.sort((a, b) => a - b);
  const at = (part: number): number => Math.round((times[Math.ceil(PASSES * part) - 1] ?? Number.NaN) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), rows };
}
