import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { newestCheckpoint, type CheckpointRow } from "./checkpoint.repository.ts";
import { foldSteps } from "./fold-steps.ts";
import { entriesAbout, readHead, type EntriesWanted, type PlacedEntry } from "./ledger.repository.ts";
import { formatTlogProof } from "./note/tlog-proof.ts";
import { inclusionSteps } from "./tree/proof-path.ts";

/**
 * How far the ledger's commitment to a fact goes: `waiting` for a place, `placed` but in no checkpoint yet, or `signed`,
 * from when on it cannot change unseen.
 */
export type Commitment = {
  entryId: string;
  kind: string;
  subjectId: string;
  recordedAt: Date;
  /** SHA-256 of salt and record, hexadecimal. */
  leafHash: string;
  state: "waiting" | "placed" | "signed";
  index: number | null;
  /** The checkpoint that the proof leads to. */
  checkpoint: { size: number; recordedAt: Date } | null;
  /** The proof as text (c2sp.org/tlog-proof), with salt and record as what it explains; null until signed. */
  proof: string | null;
};

/** What the ledger holds about these subjects, in the order of recording, proven against the newest checkpoint. */
export async function commitmentsTo(tx: TenantTransaction, organizationId: string, wanted: EntriesWanted): Promise<Commitment[]> {
  const entries = await entriesAbout(tx, organizationId, wanted);
  const checkpoint = await newestCheckpoint(tx, organizationId);
  const proofs = checkpoint === null ? new Map<string, string>() : await proofsOf(tx, organizationId, checkpoint, entries);
  return entries.map((entry) => {
    const proof = proofs.get(entry.id) ?? null;
    return {
      entryId: entry.id, kind: entry.kind, subjectId: entry.subjectId, recordedAt: entry.recordedAt, leafHash: Buffer.from(entry.leafHash).toString("hex"),
      state: proof !== null ? "signed" : entry.index === null ? "waiting" : "placed",
      index: entry.index, checkpoint: proof === null || checkpoint === null ? null : { size: Number(checkpoint.size), recordedAt: checkpoint.recordedAt }, proof,
    };
  });
}

type Provable = Pick<PlacedEntry, "id" | "index" | "salt" | "record">;

/** The proofs of those entries that a checkpoint covers, by entry; any number in one reading of the tree. */
export async function proofsOf(tx: TenantTransaction, organizationId: string, checkpoint: CheckpointRow, entries: readonly Provable[]): Promise<Map<string, string>> {
  const size = Number(checkpoint.size);
  const covered = entries.flatMap((entry) => (entry.index !== null && entry.index < size ? [{ entry, index: entry.index, steps: inclusionSteps(entry.index, size) }] : []));
  const tree = await readHead(tx, organizationId);
  const hashes = await foldSteps(tx, organizationId, tree, covered.flatMap(({ steps }) => steps));
  let at = 0;
  return new Map(covered.map(({ entry, index, steps }) => {
    const path = hashes.slice(at, (at += steps.length));
    return [entry.id, formatTlogProof({ index: BigInt(index), path, checkpoint: checkpoint.note, extra: Buffer.concat([entry.salt, Buffer.from(entry.record)]) })];
  }));
}
