import { randomBytes } from "node:crypto";
import type { Context } from "#lib/platform/context.ts";
import { unwrapSecret, wrapSecret } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { insertLedgerKey, type KeyRow } from "./key.repository.ts";
import { formatVerifier, localSigner, noteVerifier, type NoteSigner, type NoteVerifier } from "./note/signed-note.ts";

const SEED_BYTES = 32;

/** How an organization's ledger is named in its checkpoints: the same wherever Tickmark stands. */
export function ledgerOrigin(organizationId: string): string {
  return `ledger.tickmark/${organizationId}`;
}

/** Where the secrets of signing keys are kept. Another store signs by itself, and gives no secret away. */
export type KeyStore = { signer(organizationId: string, key: KeyRow): NoteSigner; create(organizationId: string, id: string): Pick<KeyRow, "publicKey" | "wrappedSecret"> };

/** Secrets in the database, wrapped under the installation's master key. */
export const wrappedKeys: KeyStore = {
  signer: (organizationId, key) => localSigner(key.name, unwrapSecret(runtime().masterKey, label(organizationId, key.id), key.wrappedSecret)),
  create(organizationId, id) {
    const seed = randomBytes(SEED_BYTES);
    return { publicKey: localSigner(ledgerOrigin(organizationId), seed).publicKey, wrappedSecret: wrapSecret(runtime().masterKey, label(organizationId, id), seed) };
  },
};

const label = (organizationId: string, keyId: string): string => `ledger-key:${organizationId}:${keyId}`;

export const verifierOf = ({ name, publicKey }: KeyRow): NoteVerifier => noteVerifier(name, publicKey);

/** Makes a key, from which on it signs; the ledger commits to it, so a key put in later shows. */
export async function addKey(tx: TenantTransaction, context: Context, store: KeyStore): Promise<{ id: string; verifier: string }> {
  const { organizationId, clock } = context;
  const now = clock.now();
  const id = newId("lky", now.getTime());
  const key: KeyRow = { id, name: ledgerOrigin(organizationId), createdAt: now, ...store.create(organizationId, id) };
  await insertLedgerKey(tx, organizationId, key);
  const verifier = formatVerifier(verifierOf(key));
  await appendPendingEntry(tx, context, { kind: "ledger.key", subjectId: id, record: { verifier } });
  return { id, verifier };
}
