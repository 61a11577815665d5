// How many entries a second does the ledger of one organization take, and how long does a proof take in a large tree?
//
//   node_modules/.bin/node --max-semi-space-size=64 bench/ledger/run.ts [--entries 10000000] [--waits]
//
// Sets up a durable installation in a temporary folder and puts a tree of --entries leaves in by COPY (tiles and head, as the
// verb would leave them). --waits: until a line comes in, so that a machine need be still for what is measured alone.
// Reading: proofs are made by the verb's own function against the tree's signed head, one at a time and 10,000 in one pass,
// and judged; then as many read-only transactions that ask nothing, which is what every question costs here. The processor's
// time of this process per proof is printed beside the clock's, which tells of whatever else the machine does. With the
// memory that `tickmark start` gives a web process, which makes the proofs that people ask for.
// Writing: facts are appended in batches of 100 by one transaction each, then given their places in batches of 100 and of
// 1,000 by the product's own verb. Prints one JSON object.
import { hash } from "node:crypto";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { from as copyFrom } from "pg-copy-streams";
import { appendPendingEntries } from "#lib/ledger/append-pending-entry.ts";
import { givePlaces } from "#lib/ledger/give-places.ts";
import { proofsOf } from "#lib/ledger/read-proofs.ts";
import { localSigner, openNote, signNote } from "#lib/ledger/note/signed-note.ts";
import { formatCheckpoint, parseCheckpoint } from "#lib/ledger/note/checkpoint.ts";
import { parseTlogProof } from "#lib/ledger/note/tlog-proof.ts";
import { TREE } from "#lib/ledger/node-sha256.ts";
import { addLeaves, EMPTY_GROWTH, packEdge, rootOfEdge } from "#lib/ledger/tree/tiles.ts";
import { verifyInclusion } from "#lib/ledger/tree/verify-proof.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { scratchInstallation, type ScratchInstallation } from "../scratch-installation.ts";

const { values } = parseArgs({ options: { entries: { type: "string", default: "10000000" }, waits: { type: "boolean", default: false } } });
const SIZE = Number(values.entries);
const WRITTEN = 20_000;
const SALT = Buffer.alloc(16);
const recordOf = (index: number): string => `{"entry":${index}}`;
const leafOf = (index: number): Uint8Array => TREE.leaf(Buffer.concat([SALT, Buffer.from(recordOf(index))]));
const rounded = (value: number): number => Math.round(value * 100) / 100;

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const before = performance.now();
  const value = await work();
  return { ms: performance.now() - before, value };
}

/** Entries per second: kept in batches of 100, and given places in batches of `batch`. */
async function writing({ database, organizationId, system }: ScratchInstallation, batch: number): Promise<object> {
  const facts = Array.from({ length: 100 }, (_, index) => ({ kind: "bench", subjectId: "sub_bench", record: { index } }));
  const kept = await timed(async () => {
    for (let at = 0; at < WRITTEN; at += facts.length) await withTenant(database, organizationId, (tx) => appendPendingEntries(tx, system, facts));
  });
  let placed = 0;
  const given = await timed(async () => {
    while (placed < WRITTEN) placed += (await givePlaces(system, { limit: batch })).placed;
  });
  return { batch, keptPerSecond: Math.round((WRITTEN / kept.ms) * 1000), placedPerSecond: Math.round((placed / given.ms) * 1000) };
}

async function fillTree(admin: string, organizationId: string): Promise<Uint8Array> {
  let tree = EMPTY_GROWTH;
  return withConnection(admin, "The scratch database", async (client) => {
    for (const table of ["ledger_tile", "ledger_head"]) await client.query(`SET session_replication_role = replica; DELETE FROM ${table}`);
    const lines = function* (): Generator<string> {
      for (let from = 0; from < SIZE; from += 4096) {
        const leaves = Array.from({ length: Math.min(4096, SIZE - from) }, (_, at) => leafOf(from + at));
        const grown = addLeaves(TREE, tree, leaves);
        tree = grown.tree;
        yield grown.tiles.map(({ row, index, hashes }) => `${organizationId}\t${row}\t${index}\t\\\\x${Buffer.from(hashes).toString("hex")}\n`).join("");
      }
    };
    await pipeline(lines, client.query(copyFrom("COPY ledger_tile (organization_id, row, index, hashes) FROM STDIN")));
    await client.query("INSERT INTO ledger_head (organization_id, size, edge) VALUES ($1, $2, $3)", [organizationId, SIZE, Buffer.from(packEdge(tree.edge))]);
    await client.query("VACUUM ANALYZE ledger_tile");
    // What the filling left to be written would be written while proofs are timed.
    await client.query("CHECKPOINT");
    return rootOfEdge(TREE, tree.edge);
  });
}

const SINGLE = 2_000;
const WARMED_BY = 500;

/** Milliseconds that one takes, one after another, and of the process's own processor time; the first are not counted, for the code is being compiled. */
async function singly(work: (number: number) => Promise<unknown>): Promise<{ median: number; p99: number; max: number; processor: number }> {
  for (let number = 0; number < WARMED_BY; number += 1) await work(SINGLE + number);
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let number = 0; number < SINGLE; number += 1) times.push((await timed(() => work(number))).ms);
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number): number => rounded(times[Math.min(SINGLE - 1, Math.floor(SINGLE * share))] ?? Number.NaN);
  return { median: at(0.5), p99: at(0.99), max: at(1), processor: rounded((user + system) / 1000 / SINGLE) };
}

async function reading({ database, organizationId }: ScratchInstallation, filled: { ms: number; value: Uint8Array }): Promise<object> {
  const signer = localSigner("bench.example", Buffer.alloc(32, 1));
  const note = await signNote(formatCheckpoint({ origin: "bench.example", size: BigInt(SIZE), root: filled.value }), [signer]);
  const checkpoint = { size: BigInt(SIZE), note, recordedAt: new Date() };
  // Spread over the whole tree by a hash, the same in every run.
  const pick = (number: number): number => hash("sha256", `pick ${number}`, "buffer").readUIntBE(0, 6) % SIZE;
  const entry = (index: number) => ({ id: String(index), index, salt: SALT, record: recordOf(index) });
  const prove = (indexes: number[]): Promise<Map<string, string>> => withTenant(database, organizationId, (tx) => proofsOf(tx, organizationId, checkpoint, indexes.map(entry)), { readOnly: true });
  const oneProof = await singly((number) => prove([pick(number)]));
  const emptyTransaction = await singly(() => withTenant(database, organizationId, (tx) => tx.$queryRaw`SELECT 1`, { readOnly: true }));
  const many = await timed(() => prove(Array.from({ length: 10_000 }, (_, number) => pick(number))));
  const { root, size } = parseCheckpoint(openNote(note, [signer]).text);
  const judged = await timed(() => Promise.resolve([...many.value].filter(([id, text]) => {
    const { index, path } = parseTlogProof(text);
    return verifyInclusion(TREE, { index, size, leafHash: leafOf(Number(id)), path, root }) === null;
  }).length));
  if (judged.value !== many.value.size) throw new Error(`${many.value.size - judged.value} proofs do not hold`);
  return {
    entries: SIZE, fillSeconds: rounded(filled.ms / 1000), oneProof, emptyTransaction,
    proofsInOnePass: { asked: 10_000, different: many.value.size, seconds: rounded(many.ms / 1000), held: judged.value, judgingSeconds: rounded(judged.ms / 1000) },
  };
}

const installation = await scratchInstallation({ durable: true });
try {
  const { admin, organizationId } = installation;
  const filled = await timed(() => fillTree(admin, organizationId));
  if (values.waits) {
    console.error("The tree is there; a line starts what is measured.");
    await once(process.stdin, "data");
    process.stdin.pause();
  }
  const read = await reading(installation, filled);
  const written = [];
  for (const batch of [100, 1_000]) written.push(await writing(installation, batch));
  console.log(JSON.stringify({ node: process.version, read, written, peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024) }, null, 2));
} finally {
  await installation.remove();
}
