import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { hasPassed } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newestCheckpoint, insertCheckpoint, type CheckpointRow } from "./checkpoint.repository.ts";
import { rootAt } from "./fold-steps.ts";
import { keepCheckpoints } from "./keep-checkpoints.ts";
import { ledgerKeys, type KeyRow } from "./key.repository.ts";
import { addKey, ledgerOrigin, newLedgerKey, signerOf, verifierOf } from "./ledger-keys.ts";
import { holdOrganization } from "./ledger.repository.ts";
import { formatCheckpoint, parseCheckpoint } from "./note/checkpoint.ts";
import { openNote, signNote } from "./note/signed-note.ts";
import { TREE } from "./node-sha256.ts";
import { sameHash } from "./tree/tree-hash.ts";
import { rootOfEdge } from "./tree/tiles.ts";
import { clockBehind } from "./clock-steps.ts";
import { CHECKPOINT_EVERY_MS } from "./upkeep.ts";

/** `keys` are those that sign it. */
type Unsigned = { text: string; size: number; keys: KeyRow[] };

/** Gives a ledger its first key. */
export const giveLedgerKey = defineVerb({
  name: "ledger.give_key",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({}),
  prepare: (_input, context) => newLedgerKey(context),
  run: (args) => takeKey(args, "ledger.key_made"),
});

/** Has a new key sign from now on. The first checkpoint after that is signed by the one before it as well: it vouches for it. */
export const rotateLedgerKey = defineVerb({
  name: "ledger.rotate_key",
  permission: "ledger.rotate_key",
  effect: "write",
  input: z.strictObject({}),
  prepare: (_input, context) => newLedgerKey(context),
  run: (args) => takeKey(args, "ledger.key_rotated"),
});

async function takeKey({ tx, context, prepared, audit }: VerbArguments<unknown, KeyRow>, action: string): Promise<{ id: string; verifier: string }> {
  await holdOrganization(tx, context.organizationId);
  const [last] = await ledgerKeys(tx, context.organizationId);
  // The newest key signs, and which that is their times say.
  if (last !== undefined && last.createdAt > prepared.createdAt) throw clockBehind("key", last.createdAt);
  const key = await addKey(tx, context, prepared);
  await audit({ action, subjectKind: "ledger_key", subjectId: key.id, changes: { verifier: key.verifier } });
  return key;
}

/** The head that is to be signed; null when the ledger has not grown, or was signed less than an hour ago and `now` is not asked for. */
export const readUnsignedHead = defineVerb({
  name: "ledger.read_unsigned_head",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ atOnce: z.boolean().default(false) }),
  async run({ tx, context: { organizationId }, input, now }): Promise<Unsigned | null> {
    const last = await newestCheckpoint(tx, organizationId);
    const { tree, root: before } = await rootAt(tx, organizationId, Number(last?.size ?? 0n));
    const keys = await ledgerKeys(tx, organizationId);
    const [key, older] = keys;
    if (key === undefined || tree.size === Number(last?.size ?? 0n)) return null;
    if (!input.atOnce && last !== null && !hasPassed(last.recordedAt, CHECKPOINT_EVERY_MS, now)) return null;
    const { vouched } = last === null ? { vouched: false } : contained(last, keys, before);
    const text = formatCheckpoint({ origin: ledgerOrigin(organizationId), size: BigInt(tree.size), root: rootOfEdge(TREE, tree.edge) });
    return { text, size: tree.size, keys: older !== undefined && !vouched ? [key, older] : [key] };
  },
});

/**
 * What was signed once stays true: a head that does not contain it is never signed (c2sp.org/tlog-checkpoint).
 *
 * @param root of the tree when it had as many leaves as the last checkpoint; null when it has fewer
 * @returns whether the newest key has signed before, so that nobody needs to vouch for it any more
 */
function contained(last: CheckpointRow, keys: readonly KeyRow[], root: Uint8Array | null): { vouched: boolean } {
  const verifiers = keys.map(verifierOf);
  const opened = openNote(last.note, verifiers);
  const signed = parseCheckpoint(opened.text);
  if (signed.size !== last.size || root === null || !sameHash(root, signed.root)) throw new AppError("internal", "ledger_altered", `The ledger no longer contains what was signed at ${signed.size} entries.`);
  return { vouched: opened.signedBy.some(({ keyId }) => keyId === verifiers[0]?.keyId) };
}

/** Keeps a signed head, after looking at signature and root again. */
export const recordCheckpoint = defineVerb({
  name: "ledger.record_checkpoint",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ note: z.string().min(1).max(100_000) }),
  async run({ tx, context: { organizationId }, input, now, audit, unchanged }): Promise<CheckpointRow> {
    await holdOrganization(tx, organizationId);
    const { text } = openNote(input.note, (await ledgerKeys(tx, organizationId)).map(verifierOf));
    const { origin, size, root } = parseCheckpoint(text);
    const stood = await rootAt(tx, organizationId, Number(size));
    const ours = origin === ledgerOrigin(organizationId) && stood.root !== null && sameHash(root, stood.root);
    if (!ours) throw new AppError("conflict", "checkpoint_foreign", "The checkpoint is not one of this ledger.");
    const row = { size, note: input.note, recordedAt: now };
    if (await insertCheckpoint(tx, organizationId, row)) await audit({ action: "ledger.signed", subjectKind: "ledger", subjectId: String(size), changes: { root: Buffer.from(root).toString("hex") } });
    else unchanged();
    return row;
  },
});

/** Signs the ledger's head when it is due, and keeps it here and wherever checkpoints are kept outside the database; null when nothing was due. */
export async function makeCheckpoint(context: Context, atOnce: boolean): Promise<CheckpointRow | null> {
  const unsigned = await readUnsignedHead(context, { atOnce });
  if (unsigned === null) return null;
  const note = await signNote(unsigned.text, unsigned.keys.map((key) => signerOf(context.organizationId, key)));
  const kept = await recordCheckpoint(context, { note });
  await keepCheckpoints(context);
  return kept;
}
