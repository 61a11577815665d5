import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { newestCheckpoint, type CheckpointRow } from "./checkpoint.repository.ts";
import { clockSteps, stepBefore, type ClockStep } from "./clock-steps.ts";
import { foldSteps } from "./fold-steps.ts";
import { entriesAbout, type EntriesWanted, type PlacedEntry } from "./ledger.repository.ts";
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
  /** The newest checkpoint, when it covers the entry. */
  checkpoint: { size: number; recordedAt: Date } | null;
  /** By what the clock was set back, where its time had been passed already when it was recorded: its place counts, not its time. */
  clockStep: ClockStep | null;
};

/** A commitment with its proof as text (c2sp.org/tlog-proof), with salt and record as what it explains; null until signed. */
export type ProvenCommitment = Commitment & { proof: string | null };

/** What the ledger holds of what is wanted, in the order of recording, and how far it is committed to it. */
export async function commitmentsTo(tx: TenantTransaction, organizationId: string, wanted: EntriesWanted): Promise<Commitment[]> {
  const checkpoint = await newestCheckpoint(tx, organizationId);
  const steps = await clockSteps(tx, organizationId);
  return (await entriesAbout(tx, organizationId, wanted)).map((entry) => commitmentOf(entry, checkpoint, steps));
}

/** The same, proven against the newest checkpoint. */
export async function provenCommitmentsTo(tx: TenantTransaction, organizationId: string, wanted: EntriesWanted): Promise<ProvenCommitment[]> {
  const checkpoint = await newestCheckpoint(tx, organizationId);
  const steps = await clockSteps(tx, organizationId);
  const entries = await entriesAbout(tx, organizationId, wanted);
  const proofs = checkpoint === null ? new Map<string, string>() : await proofsOf(tx, organizationId, checkpoint, entries);
  return entries.map((entry) => ({ ...commitmentOf(entry, checkpoint, steps), proof: proofs.get(entry.id) ?? null }));
}

function commitmentOf({ id, kind, subjectId, recordedAt, leafHash, index }: PlacedEntry, newest: CheckpointRow | null, steps: readonly ClockStep[]): Commitment {
  const isSigned = index !== null && newest !== null && index < Number(newest.size);
  return {
    entryId: id, kind, subjectId, recordedAt, leafHash: Buffer.from(leafHash).toString("hex"),
    state: isSigned ? "signed" : index === null ? "waiting" : "placed", index,
    checkpoint: isSigned ? { size: Number(newest.size), recordedAt: newest.recordedAt } : null,
    clockStep: stepBefore(steps, { index, recordedAt }),
  };
}

/** A closed one is proven without salt and record: by its place alone. */
type Provable = Pick<PlacedEntry, "id" | "index" | "salt" | "record"> & { closed?: boolean };

/** The proofs of those entries that a checkpoint covers, by entry; any number in one reading of the tree. */
export async function proofsOf(tx: TenantTransaction, organizationId: string, checkpoint: CheckpointRow, entries: readonly Provable[]): Promise<Map<string, string>> {
  const size = Number(checkpoint.size);
  const covered = entries.flatMap((entry) => (entry.index !== null && entry.index < size ? [{ entry, index: entry.index, steps: inclusionSteps(entry.index, size) }] : []));
  if (covered.length === 0) return new Map();
  const hashes = await foldSteps(tx, organizationId, covered.flatMap(({ steps }) => steps));
  let at = 0;
  return new Map(covered.map(({ entry, index, steps }) => {
    const path = hashes.slice(at, (at += steps.length));
    return [entry.id, formatTlogProof({ index: BigInt(index), path, checkpoint: checkpoint.note, extra: entry.closed === true ? null : Buffer.concat([entry.salt, Buffer.from(entry.record)]) })];
  }));
}
