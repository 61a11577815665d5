// How long does the search of the command palette take when an organization has 100,000 records of each kind?
//
//   node_modules/.bin/node bench/search/run.ts [--share 1]
//
// Sets up an installation in a temporary folder with 100,000 controls, evidence, incidents, packets, engagements and people
// (times --share), whose names share a few frequent words. Asks through the verb, as the application's role under
// row-level security: codes, beginnings, rare and frequent words, and what no record has. Prints one JSON object:
// milliseconds per answer (median, 95th percentile), slowest first.
import { parseArgs } from "node:util";
import { search } from "#lib/navigation/index.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { scratchInstallation } from "../scratch-installation.ts";

const PASSES = 20;
const { values } = parseArgs({ options: { share: { type: "string", default: "1" } } });
const rows = Math.round(100_000 * Number(values.share));

const ASKED: Readonly<Record<string, string>> = {
  "a code, whole": "SYS.77.123", "a code, its beginning": "sys.7", "an evidence by number": "EV-77777", "an incident by number": "inc-4242",
  "one letter": "s", "a word of every title": "quarterly", "two words of every title": "quarterly review", "three words of every title": "review quarterly number",
  "a frequent and a rare word": "quarterly w1999", "two words that hardly meet": "even w3", "two frequent words that never meet": "even odd",
  "a name": "person 31337", "an address": "p777@example", "nothing": "no such thing at all", "six words": "quarterly review number 7 of w1",
};

const installation = await scratchInstallation({ durable: false });
try {
  const { admin, organizationId: o, memberId, person } = installation;
  const started = performance.now();
  const title = "'Quarterly review number ' || g || ' of w' || (power(random(), 3) * 2000)::int || CASE WHEN g % 2 = 0 THEN ' even' ELSE ' odd' END";
  await withConnection(admin, "The scratch database", async (client) => {
    const each = (insert: string): Promise<unknown> => client.query(`${insert} FROM generate_series(1, ${rows}) g`);
    await client.query("SELECT setseed(0.5)");
    await each(`INSERT INTO control (organization_id, id, code, created_at) SELECT '${o}', 'ctl_' || g, 'SYS.' || g / 1000 || '.' || g, now()`);
    await each(`INSERT INTO control_version (organization_id, id, control_id, version, effective_from, recorded_at, recorded_by, content_hash, title, kind, operates, owner_team, process_owners, statement, context, scope, guidance, how_tested, why_sufficient, auditor_validates, links)
      SELECT '${o}', 'cv_' || g, 'ctl_' || g, 1, now(), now(), 'x', '', ${title}, 'manual', 'quarterly', 'Infrastructure', '{}', '', '', '', '', '', '', '', '[]'`);
    await each(`INSERT INTO evidence (organization_id, id, number, title, source_kind, source_id, source_hash, collected_at, effective_from, effective_until, submitted_by, recorded_at) SELECT '${o}', 'evi_' || g, g, ${title}, 'note', 'src_' || g, '', now(), now(), now(), '${memberId}', now()`);
    await each(`INSERT INTO incident (organization_id, id, number, title, declared_at, declared_by, first_event_at, alerted_at) SELECT '${o}', 'inc_' || g, g, ${title}, now(), '${memberId}', now(), now()`);
    await each(`INSERT INTO engagement (organization_id, id, name, type, framework_key, first_day, last_day, time_zone, audit_firm, access_until, created_at) SELECT '${o}', 'eng_' || g, ${title}, 'type_2', 'soc2-tsc-2017', '2026-01-01', '2026-12-31', 'UTC', 'Firm ' || g % 50, now(), now()`);
    await each(`INSERT INTO packet (organization_id, id, number, control_id, first_day, last_day, time_zone, as_of, requested_by, requested_at) SELECT '${o}', 'pkt_' || g, g, 'ctl_' || g, '2026-01-01', '2026-03-31', 'UTC', now(), '${memberId}', now()`);
    await each(`INSERT INTO member (organization_id, id, user_id, name, email, role, created_at) SELECT '${o}', 'mem_' || g, 'usr_' || g, 'Person ' || g, 'p' || g || '@example.com', 'employee', now()`);
    await client.query("VACUUM ANALYZE");
  });
  const fillSeconds = Math.round((performance.now() - started) / 1000);
  const results = [];
  for (const [name, text] of Object.entries(ASKED)) {
    const times: number[] = [];
    let found = 0;
    for (let pass = 0; pass < PASSES; pass += 1) {
      const before = performance.now();
      found = (await search(person, { text })).records.length;
      times.push(performance.now() - before);
    }
    times.sort((a, b) => a - b);
    const at = (part: number): number => Math.round((times[Math.ceil(PASSES * part) - 1] ?? Number.NaN) * 10) / 10;
    results.push({ name, median: at(0.5), p95: at(0.95), found });
  }
  results.sort((a, b) => b.p95 - a.p95);
  console.log(JSON.stringify({ node: process.version, recordsOfEachKind: rows, fillSeconds, passes: PASSES, unit: "ms", results: results.map((one) => `${one.name}: ${one.median}, ${one.p95} (${one.found} found)`) }, null, 2));
} finally {
  await installation.remove();
}
