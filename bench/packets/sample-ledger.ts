import { formatCheckpoint } from "#lib/ledger/note/checkpoint.ts";
import { formatVerifier, localSigner, signNote } from "#lib/ledger/note/signed-note.ts";
import { formatTlogProof } from "#lib/ledger/note/tlog-proof.ts";
import { TREE } from "#lib/ledger/node-sha256.ts";
import { foldStep, inclusionSteps, type Node } from "#lib/ledger/tree/proof-path.ts";
import type { PacketEvidence, PacketLedgerNote, PacketProof } from "#lib/packets/packet-content.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";

const ORIGIN = "ledger.tickmark/org_bench";
const SALT = Buffer.alloc(16, 3);
const AT = new Date("2026-11-20T08:00:00Z");

/** A ledger in memory with two entries for each evidence, its own and that of its review, and the proof of every one. */
export async function sampleLedger(evidence: readonly PacketEvidence[]): Promise<PacketLedgerNote> {
  const key = localSigner(ORIGIN, Buffer.alloc(32, 7));
  const records = evidence.flatMap(({ id, sha256 }) => [
    canonicalJson({ kind: "evidence", number: Number(id.slice(3)), file_sha256: sha256, source_sha256: sha256 }),
    canonicalJson({ kind: "evidence_review", decision: "accepted", source_sha256: sha256 }),
  ]);
  const bytes = records.map((record) => Buffer.concat([SALT, Buffer.from(record)]));
  const levels = [bytes.map((one) => TREE.leaf(one))];
  for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
    levels.push(Array.from({ length: Math.floor(below.length / 2) }, (_, index) => TREE.node(below[2 * index] ?? SALT, below[2 * index + 1] ?? SALT)));
  }
  const nodeHash = ({ level, index }: Node): Uint8Array => {
    const hash = levels[level]?.[index];
    if (hash === undefined) throw new Error(`the tree has no node ${index} at level ${level}`);
    return hash;
  };
  const size = records.length;
  const root = foldStep(TREE, perfect(size), nodeHash);
  const note = await signNote(formatCheckpoint({ origin: ORIGIN, size: BigInt(size), root }), [key]);
  const entries = records.map((_, index): PacketProof => ({
    evidenceId: evidence[index >> 1]?.id ?? "", kind: index % 2 === 0 ? "evidence" : "evidence_review", recordedAt: AT, leafHash: Buffer.from(nodeHash({ level: 0, index })).toString("hex"), index, state: "proven",
    proof: formatTlogProof({ index: BigInt(index), path: inclusionSteps(index, size).map((step) => foldStep(TREE, step, nodeHash)), checkpoint: note, extra: bytes[index] ?? null }),
    shows: index % 2 === 0 ? "file" : "review", closed: null,
  }));
  return { pendingEntryIds: [], checkpoint: { root: Buffer.from(root).toString("hex"), size, note, at: AT, stamp: null }, proofs: { keys: [formatVerifier(key)], clockSteps: [], entries: entries.sort((one, other) => Number(one.shows === "review") - Number(other.shows === "review")) } };
}

/** The perfect subtrees of which a tree of some size is made. */
function perfect(size: number): Node[] {
  const nodes: Node[] = [];
  for (let at = 0, level = 30; level >= 0; level -= 1) {
    if (size - at < 2 ** level) continue;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}
