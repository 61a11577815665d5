// How long does the first import of a vendor's alerts take, within what memory, and what do people wait for meanwhile?
//
//   npm run bench -- vendor-alerts          node bench/vendor-alerts/run.ts [--share 0.1]
//
// Fills in what a run collected by SQL: 50,000 alerts of one connection (times --share). Then a process like the product's worker takes them
// into the queue (taker.ts), while this one asks for the queue ten times a second as a person does. Three times: all of them over before the
// connection fed the queue; all of them going on, within the bound of an hour; and the look when there is no room and nothing is new.
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countAlerts, listAlerts, readFeed } from "#lib/alerts/index.ts";
import { WORKER_MEMORY } from "#lib/cli/start/processes.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { scratchInstallation, type ScratchInstallation } from "../scratch-installation.ts";

const ALERTS = 50_000;
const { values } = parseArgs({ options: { share: { type: "string", default: "1" } } });
const alerts = Math.round(ALERTS * Number(values.share));

/** @param over whether their vendor calls them over, since long before the connection */
async function fill({ admin, organizationId, memberId }: ScratchInstallation, connectionId: string, over: boolean): Promise<void> {
  await withConnection(admin, "The scratch database", async (client) => {
    await client.query("SET session_replication_role = replica");
    await client.query(`INSERT INTO connection (organization_id, id, connector, name, strategy, settings, state, connected_at, connected_by) VALUES ($1, $2, 'alertmanager', $2, 'none', '{}', 'active', now(), $3)`, [organizationId, connectionId, memberId]);
    await client.query(`
      CREATE TEMP TABLE made AS SELECT 'obj_' || md5($2 || g) AS id, g, (ARRAY['critical', 'high', 'medium', 'low', 'informational'])[1 + floor(power((g * 7919 % 1000) / 1000.0, 0.3) * 4.99)::int] AS degree FROM generate_series(1, $1::int) g`, [alerts, connectionId]);
    const began = over ? "now() - interval '40 days'" : "now() - interval '2 hours'";
    await client.query(`
      INSERT INTO collected_object (organization_id, id, connection_id, collector, kind, external_id, code, title, state, severity, scope, url, about, opened_at, closed_at, is_open, listed_at, content_sha256, version, first_seen_at, last_seen_at, seen_in)
      SELECT $1, id, $2, 'alerts', 'vendor_alert', 'fingerprint ' || g, 'HostDown', 'HostDown on host-' || g, 'active', degree, '', '', 'host-' || g, ${began}, NULL, true, ${began}, '', 1, now(), now(), 'col_1' FROM made`, [organizationId, connectionId]);
    await client.query(`
      INSERT INTO collected_object_version (organization_id, object_id, version, collection_id, page_sequence, content_sha256, data, removed, valid_from, recorded_at)
      SELECT $1, id, 1, 'col_1', 0, '', jsonb_build_object('kind', 'vendor_alert', 'externalId', 'fingerprint ' || g, 'scope', NULL, 'url', NULL, 'title', 'HostDown on host-' || g, 'rule', 'HostDown', 'severity', jsonb_build_object('degree', degree, 'word', degree),
        'state', CASE WHEN $2 THEN 'closed' ELSE 'open' END, 'status', 'active', 'firingKey', 'labels ' || md5($3 || g), 'firstSeenAt', to_char((${began}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'lastSeenAt', NULL,
        'closedAt', CASE WHEN $2 THEN to_char((now() - interval '39 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END, 'resource', 'host-' || g, 'closedBy', NULL, 'closedReason', NULL,
        'attributes', jsonb_build_object('labels', jsonb_build_object('alertname', 'HostDown', 'instance', 'host-' || g, 'job', 'node', 'severity', degree), 'annotations', jsonb_build_object('summary', 'The host does not answer.'))), false, now(), now() FROM made`, [organizationId, over, connectionId]);
    await client.query("DROP TABLE made");
    await client.query("SET session_replication_role = origin");
    await client.query("ANALYZE");
  });
}

async function taken({ organizationId, environment, person }: ScratchInstallation, connectionId: string): Promise<object> {
  const child = fork(new URL("./taker.ts", import.meta.url), { env: { ...process.env, ...environment, BENCH_TAKE: JSON.stringify({ organizationId, connectionId }) }, execArgv: [...WORKER_MEMORY] });
  const ended = once(child, "message") as Promise<[object]>;
  const waits: number[] = [];
  let over = false;
  void ended.then(() => { over = true; });
  while (!over) {
    const begun = performance.now();
    await listAlerts(person, {});
    await countAlerts(person, {});
    waits.push(performance.now() - begun);
    await sleep(100);
  }
  waits.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(waits[Math.ceil(waits.length * part) - 1] ?? Number.NaN);
  const { outcomes, waiting } = await readFeed(person, { connectionId });
  return { ...(await ended)[0], outcomes, waiting, queueAskedMeanwhile: waits.length, milliseconds: { median: at(0.5), p95: at(0.95), most: at(1) } };
}

const installation = await scratchInstallation({ durable: true });
try {
  await fill(installation, "con_over", true);
  const imported = await taken(installation, "con_over");
  await fill(installation, "con_going_on", false);
  const bounded = await taken(installation, "con_going_on");
  const again = await taken(installation, "con_going_on");
  console.log(JSON.stringify({ node: process.version, alerts, "all over": imported, "all going on": bounded, "no room": again }, null, 2));
} finally {
  await installation.remove();
}
