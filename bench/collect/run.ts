// How fast are 100,000 tickets with their history and 50,000 findings collected, within what memory, and what does the next run ask?
//
//   npm run bench -- collect          node bench/collect/run.ts [--share 0.1]
//
// Vendors answer on the loopback address from a process of their own (vendor.ts); a process like the product's worker carries each run
// through the product's own job (collector.ts) into a database that syncs. Of each: items a second, the share of the time that was
// spent waiting for answers, the most memory, and of the incremental run after a few changed: what it asked for.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { WORKER_MEMORY } from "#lib/cli/start/processes.ts";
import { collectNow, connect, readCollection } from "#lib/connections/index.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { scratchInstallation, type ScratchInstallation } from "../scratch-installation.ts";

const { values } = parseArgs({ options: { share: { type: "string", default: "1" } } });
const vendor = fork(new URL("./vendor.ts", import.meta.url), { env: { ...process.env, BENCH_SHARE: values.share } });
const [port] = (await once(vendor, "message")) as [number];
const origin = `http://127.0.0.1:${port}`;
process.env["TICKMARK_OUTBOUND_ALLOW"] = origin;

type Cost = { seconds: number; processor: number; megabytes: number };
type Counts = { requests: number; items: number; bytes: number };

async function told<T>(child: ChildProcess, message: string): Promise<T> {
  const answer = once(child, "message");
  child.send(message);
  return ((await answer) as [T])[0];
}

async function carried(installation: ScratchInstallation, connectionId: string, collector: string) {
  await told<Counts>(vendor, "counts");
  const { organizationId, environment, person, database: _ } = installation;
  const { collectionId } = await collectNow(person, { connectionId, collector });
  const child = fork(new URL("./collector.ts", import.meta.url), { env: { ...process.env, ...environment, BENCH_RUN: JSON.stringify({ organizationId, collectionId }) }, execArgv: [...WORKER_MEMORY] });
  const [cost] = (await once(child, "message")) as [Cost];
  await once(child, "close");
  const run = await readCollection(person, { collectionId });
  const answered = await told<Counts>(vendor, "counts");
  const waited = await waitedFor(installation, collectionId);
  return {
    completeness: run.completeness, listing: run.listing, pages: run.pages, items: run.items, rows: run.rows, requests: answered.requests, answered: answered.items, megabytesReceived: Math.round(answered.bytes / 1e6),
    seconds: Number(cost.seconds.toFixed(1)), itemsPerSecond: Math.round(run.items / cost.seconds), waitingShare: Number((waited / cost.seconds).toFixed(2)), processorSeconds: Number(cost.processor.toFixed(1)), mostMegabytes: cost.megabytes,
  };
}

/** Seconds from sending to the last byte, of all requests of a run. */
async function waitedFor({ admin }: ScratchInstallation, collectionId: string): Promise<number> {

  return withConnection(admin, "The scratch database", async (client) => {
    const { rows } = await client.query<{ seconds: number }>("SELECT coalesce(sum((e->>'milliseconds')::float8), 0) / 1000 AS seconds FROM collection_page, jsonb_array_elements(exchanges) e WHERE collection_id = $1", [collectionId]);
    return rows[0]?.seconds ?? Number.NaN;
  });
}

const installation = await scratchInstallation({ durable: true });
try {
  const given = (of: Record<string, string>) => Object.entries(of).map(([name, value]) => ({ name, value }));
  const { person } = installation;
  const jira = await connect(person, { connector: "jira", name: "Jira", strategy: "personal_access_token", settings: given({ site: origin, edition: "server", projects: "P1\nP2\nP3\nP4" }), credential: given({ token: "bench-token" }) });
  const github = await connect(person, { connector: "github", name: "GitHub", strategy: "token", settings: given({ organization: "acme", api_url: `${origin}/api/v3` }), credential: given({ token: "bench-token" }) });
  const results: Record<string, object> = {};
  results["tickets, first"] = await carried(installation, jira.id, "tickets");
  results["findings, first"] = await carried(installation, github.id, "dependabot-alerts");
  await told<Counts>(vendor, "change");
  results["tickets, next"] = await carried(installation, jira.id, "tickets");
  results["findings, next"] = await carried(installation, github.id, "dependabot-alerts");
  console.log(JSON.stringify({ node: process.version, share: Number(values.share), results }, null, 2));
} finally {
  vendor.kill();
  await installation.remove();
}
