import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { newestCheckpoint, type CheckpointRow } from "./checkpoint.repository.ts";
import { clockSteps, type ClockStep } from "./clock-steps.ts";
import { rootAt } from "./fold-steps.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { entriesAbout, uncoveredEntries, type PlacedEntry } from "./ledger.repository.ts";
import { leafHash } from "./leaf-hash.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { formatVerifier, openNote } from "./note/signed-note.ts";
import { parseTlogProof } from "./note/tlog-proof.ts";
import { TREE } from "./node-sha256.ts";
import { stampAt } from "./place.repository.ts";
import { proofsOf } from "./read-proofs.ts";
import { sameHash } from "./tree/tree-hash.ts";
import { verifyInclusion } from "./tree/verify-proof.ts";

/** Entries of more facts than a packet can have. */
const MOST_ENTRIES = 1_000_000;

/** An entry as it travels to others. */
export type CarriedEntry = {
  kind: string;
  subjectId: string;
  recordedAt: Date;
  /** SHA-256 of the leaf, hexadecimal: made of salt and record as they stand now. */
  leafHash: string;
  index: number | null;
  /** `waiting`: no checkpoint covers it yet. `refused`: the ledger as it stands does not lead from it to what was signed. */
  state: "proven" | "waiting" | "refused";
  /** As text (c2sp.org/tlog-proof) while proven; with salt and record only where the record is opened. */
  proof: string | null;
  /** Canonical JSON of what it commits to; null where it stays closed. */
  record: string | null;
};

/** What somebody without the database needs to judge entries: the newest signed head, whose keys sign, and the proofs. */
export type CarriedLedger = {
  /** `at` by the organization's own clock; `stamp` is what an authority attested of it (RFC 3161), in base64. */
  checkpoint: { root: string; size: number; note: string; at: Date; stamp: string | null } | null;
  /** Which entries about these subjects, recorded by the instant, no checkpoint covers. */
  pendingEntryIds: string[];
  /** One line each, the newest first. */
  keys: string[];
  clockSteps: ClockStep[];
  entries: CarriedEntry[];
};

export type CarriedWanted = {
  /** Whose pending entries are counted, by an instant. */
  subjectIds: readonly string[];
  asOf: Date;
  /** Whose entries are carried. */
  provenIds: readonly string[];
  isCarried(entry: PlacedEntry): boolean;
  /** Whether others may read what the entry says; if not, salt and record stay here. */
  isOpen(entry: PlacedEntry): boolean;
};

/** Gathers what proves entries to others, and judges every proof before it is handed out. */
export async function carriedLedger(tx: TenantTransaction, organizationId: string, wanted: CarriedWanted): Promise<CarriedLedger> {
  const newest = await newestCheckpoint(tx, organizationId);
  const verifiers = (await ledgerKeys(tx, organizationId)).map(verifierOf);
  const placed = wanted.provenIds.length === 0 ? [] : await entriesAbout(tx, organizationId, { subjectIds: wanted.provenIds, limit: MOST_ENTRIES });
  const entries = placed.filter(wanted.isCarried).map((entry) => ({ ...entry, closed: !wanted.isOpen(entry) }));
  const carried = {
    pendingEntryIds: await uncoveredEntries(tx, organizationId, wanted.subjectIds, wanted.asOf, newest?.size ?? 0n),
    keys: verifiers.map(formatVerifier), clockSteps: await clockSteps(tx, organizationId),
  };
  if (newest === null) return { ...carried, checkpoint: null, entries: entries.map((entry) => carry(entry, null, new Map())) };
  const { root } = parseCheckpoint(openNote(newest.note, verifiers).text);
  const proofs = (await leadsTo(tx, organizationId, newest, root)) ? await proofsOf(tx, organizationId, newest, entries) : new Map<string, string>();
  const stamp = await stampAt(tx, organizationId, newest.size);
  return {
    ...carried,
    checkpoint: { root: Buffer.from(root).toString("hex"), size: Number(newest.size), note: newest.note, at: newest.recordedAt, stamp: stamp === null ? null : Buffer.from(stamp.reply).toString("base64") },
    entries: entries.map((entry) => carry(entry, { size: newest.size, root }, proofs)),
  };
}

async function leadsTo(tx: TenantTransaction, organizationId: string, { size }: CheckpointRow, signed: Uint8Array): Promise<boolean> {
  const { root } = await rootAt(tx, organizationId, Number(size));
  return root !== null && sameHash(root, signed);
}

function carry(entry: PlacedEntry & { closed: boolean }, head: { size: bigint; root: Uint8Array } | null, proofs: ReadonlyMap<string, string>): CarriedEntry {
  const { kind, subjectId, recordedAt, index, salt, record, closed } = entry;
  const leaf = leafHash(salt, record);
  const facts = { kind, subjectId, recordedAt, leafHash: Buffer.from(leaf).toString("hex"), index, record: closed ? null : record };
  if (head === null || index === null || index >= Number(head.size)) return { ...facts, state: "waiting", proof: null };
  const proof = proofs.get(entry.id);
  // The head's signature was looked at once, for all of them.
  const holds = proof !== undefined && verifyInclusion(TREE, { ...head, index: BigInt(index), leafHash: leaf, path: parseTlogProof(proof).path }) === null;
  return holds ? { ...facts, state: "proven", proof } : { ...facts, state: "refused", proof: null };
}
