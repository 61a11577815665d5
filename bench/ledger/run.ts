// How many entries a second does the ledger of one organization take, and how long does a proof take in a large tree?
//
//   node_modules/.bin/node bench/ledger/run.ts [--entries 10000000]
//
// Sets up a durable installation in a temporary folder. Writing: facts are appended in batches of 100 by one transaction
// each, then given their places in batches of 100 and of 1,000 by the product's own verb. Reading: a tree of --entries
// leaves is put in by COPY (tiles and head, as the verb would leave them), then proofs are made by the verb's own function
// against its signed head, one at a time and 10,000 in one pass, and judged. The processor's time of this process per proof
// is printed beside the clock's, which tells of whatever else the machine does. Prints one JSON object.
import { hash } from "node:crypto";
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

const { values } = parseArgs({ options: { entries: { type: "string", default: "10000000" } } });
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

async function reading({ admin, database, organizationId }: ScratchInstallation): Promise<object> {
  const filled = await timed(() => fillTree(admin, organizationId));
  const signer = localSigner("bench.example", Buffer.alloc(32, 1));
  const note = await signNote(formatCheckpoint({ origin: "bench.example", size: BigInt(SIZE), root: filled.value }), [signer]);
  const checkpoint = { size: BigInt(SIZE), note, recordedAt: new Date() };
  // Spread over the whole tree by a hash, the same in every run.
  const pick = (number: number): number => hash("sha256", `pick ${number}`, "buffer").readUIntBE(0, 6) % SIZE;
  const entry = (index: number) => ({ id: String(index), index, salt: SALT, record: recordOf(index) });
  const prove = (indexes: number[]): Promise<Map<string, string>> => withTenant(database, organizationId, (tx) => proofsOf(tx, organizationId, checkpoint, indexes.map(entry)), { readOnly: true });
  const single: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (let number = 0; number < 500; number += 1) single.push((await timed(() => prove([pick(number)]))).ms);
  const { user, system } = process.cpuUsage(cpuBefore);
  single.sort((a, b) => a - b);
  const many = await timed(() => prove(Array.from({ length: 10_000 }, (_, number) => pick(number))));
  const { root, size } = parseCheckpoint(openNote(note, [signer]).text);
  const judged = await timed(() => Promise.resolve([...many.value].filter(([id, text]) => {
    const { index, path } = parseTlogProof(text);
    return verifyInclusion(TREE, { index, size, leafHash: leafOf(Number(id)), path, root }) === null;
  }).length));
  if (judged.value !== many.value.size) throw new Error(`${many.value.size - judged.value} proofs do not hold`);
  return {
    entries: SIZE, fillSeconds: rounded(filled.ms / 1000), oneProofMs: { median: rounded(single[250] ?? Number.NaN), p99: rounded(single[495] ?? Number.NaN), max: rounded(single.at(-1) ?? Number.NaN), processor: rounded((user + system) / 1000 / single.length) },
    proofsInOnePass: { asked: 10_000, different: many.value.size, seconds: rounded(many.ms / 1000), held: judged.value, judgingSeconds: rounded(judged.ms / 1000) },
  };
}

const installation = await scratchInstallation({ durable: true });
try {
  const written = [];
  for (const batch of [100, 1_000]) written.push(await writing(installation, batch));
  const read = await reading(installation);
  console.log(JSON.stringify({ node: process.version, written, read, peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024) }, null, 2));
} finally {
  await installation.remove();
}
