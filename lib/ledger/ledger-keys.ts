import type { Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { insertLedgerKey, type KeyRow } from "./key.repository.ts";
import { formatVerifier, fromSpki, noteVerifier, toSpki, type NoteSigner, type NoteVerifier } from "./note/signed-note.ts";

/** How an organization's ledger is named in its checkpoints: the same wherever Tickmark stands. */
export function ledgerOrigin(organizationId: string): string {
  return `ledger.tickmark/${organizationId}`;
}

const label = (organizationId: string, keyId: string): string => `ledger-key:${organizationId}:${keyId}`;

export const verifierOf = ({ name, publicKey }: KeyRow): NoteVerifier => noteVerifier(name, publicKey);

/** Signs with a key wherever its secret lies. */
export function signerOf(organizationId: string, key: KeyRow): NoteSigner {
  const stored = { label: label(organizationId, key.id), algorithm: "ed25519", publicKey: toSpki(key.publicKey), wrappedSecret: key.wrappedSecret } as const;
  return { ...verifierOf(key), sign: (text) => runtime().keys.sign(stored, text) };
}

/** Makes a key, which nobody knows of yet. */
export async function newLedgerKey({ organizationId, clock }: Context): Promise<KeyRow> {
  const createdAt = clock.now();
  const id = newId("lky", createdAt.getTime());
  const { publicKey, wrappedSecret } = await runtime().keys.create(label(organizationId, id), "ed25519");
  return { id, name: ledgerOrigin(organizationId), createdAt, publicKey: fromSpki(publicKey), wrappedSecret };
}

/** Records a key, from which on it signs; the ledger commits to it, so a key put in later shows. */
export async function addKey(tx: TenantTransaction, context: Context, key: KeyRow): Promise<{ id: string; verifier: string }> {
  await insertLedgerKey(tx, context.organizationId, key);
  const verifier = formatVerifier(verifierOf(key));
  await appendPendingEntry(tx, context, { kind: "ledger.key", subjectId: key.id, record: { verifier } });
  return { id: key.id, verifier };
}
