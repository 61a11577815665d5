import { z } from "zod";
import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import { checkSignature, installationKey } from "#lib/platform/installation-key.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { DestroyedFacts } from "#lib/platform/destroy/destroy-organization.ts";
import { parseJson } from "#lib/platform/parse-json.ts";

const count = z.number().int().nonnegative();

const receiptSchema = z.strictObject({
  kind: z.literal("tickmark.deletion-receipt"),
  version: z.literal(1),
  id: z.string().max(64),
  organization: z.strictObject({ id: z.string().max(64), name: z.string().max(200) }),
  requested: z.strictObject({ by: z.string().max(200), at: z.iso.datetime() }),
  /** From here on nothing that was stored could be read. */
  key_destroyed_at: z.iso.datetime(),
  destroyed_at: z.iso.datetime(),
  keys: z.array(z.string().max(64)).max(1000),
  rows: z.record(z.string().max(64), count),
  files: z.strictObject({ count, bytes: count }),
  ledger: z.strictObject({ entries: count, last_entry: z.string().max(64).nullable(), last_leaf_hash: z.string().max(64).nullable() }),
  accounts_closed: count,
  backups: z.string().max(2000),
  made_by: z.string().max(100),
});

const documentSchema = z.strictObject({
  receipt: receiptSchema,
  signature: z.strictObject({ algorithm: z.literal("Ed25519"), over: z.string().max(200), public_key: z.string().max(500), fingerprint: z.string().max(64), value: z.string().max(100) }),
});

export type Receipt = z.output<typeof receiptSchema>;
export type ReceiptDocument = z.output<typeof documentSchema>;

const OVER = "the member `receipt` as canonical JSON (RFC 8785), in UTF-8";

type Destroyed = { id: string; organizationId: string; facts: DestroyedFacts; begunAt: Date; destroyedAt: Date };

/** What was destroyed, as the installation certifies it. */
export function receiptOf({ id, organizationId, facts, begunAt, destroyedAt }: Destroyed): Receipt {
  return {
    kind: "tickmark.deletion-receipt", version: 1, id,
    organization: { id: organizationId, name: facts.organizationName },
    requested: { by: facts.requestedBy, at: facts.requestedAt },
    key_destroyed_at: begunAt.toISOString(), destroyed_at: destroyedAt.toISOString(),
    keys: facts.keys, rows: facts.rows, files: facts.blobs,
    ledger: { entries: facts.ledger.entries, last_entry: facts.ledger.lastEntry, last_leaf_hash: facts.ledger.lastLeafHash },
    accounts_closed: facts.accountsClosed ?? 0,
    backups: `Backups made before ${begunAt.toISOString()} still hold these rows, and the files encrypted under the key that was destroyed here together with that key. Who has such a backup, and its passphrase if it has one, can read them until it is destroyed. Tickmark destroys this organization again when it restores such a backup and knows this receipt.`,
    made_by: SOFTWARE,
  };
}

/** The signed receipt as a text that anybody can keep. */
export function signReceipt(receipt: Receipt, masterKey: Uint8Array): string {
  const { sign, publicPem, fingerprint } = installationKey(masterKey);
  const value = sign(bytesOf(receipt)).toString("base64");
  return `${JSON.stringify({ receipt, signature: { algorithm: "Ed25519", over: OVER, public_key: publicPem, fingerprint, value } }, null, 2)}\n`;
}

export type CheckedReceipt = { outcome: "valid" | "not_valid"; document: ReceiptDocument; fingerprint: string } | { outcome: "unreadable" };

/** Whether a text is a receipt whose signature is right, and by which key. It claims nothing about whose key that is. */
export function checkReceipt(text: string): CheckedReceipt {
  const parsed = documentSchema.safeParse(parseJson(text));
  if (!parsed.success) return { outcome: "unreadable" };
  const { receipt, signature } = parsed.data;
  const checked = checkSignature(signature.public_key, bytesOf(receipt), Buffer.from(signature.value, "base64"));
  if (checked === undefined) return { outcome: "unreadable" };
  return { outcome: checked.valid && checked.fingerprint === signature.fingerprint ? "valid" : "not_valid", document: parsed.data, fingerprint: checked.fingerprint };
}

const bytesOf = (receipt: Receipt): Buffer => Buffer.from(canonicalJson(receipt as unknown as Json), "utf8");
