import { randomBytes } from "node:crypto";
import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import type { Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { leafHash } from "./leaf-hash.ts";

/** A fact that the ledger commits to. `record` holds ids, hashes, times and counts: no personal data. */
export type LedgerFact = { kind: string; subjectId: string; record: { [field: string]: Json } };

/**
 * Puts a fact in line for the ledger, inside the transaction that created it.
 *
 * @returns the entry's id and leaf hash (hexadecimal)
 */
export async function appendPendingEntry(tx: TenantTransaction, context: Context, fact: LedgerFact): Promise<{ id: string; leafHash: string }> {
  const now = context.clock.now();
  const record = canonicalJson({ ...fact.record, kind: fact.kind, recorded_at: now.toISOString(), subject: fact.subjectId });
  const salt = randomBytes(16);
  const hash = leafHash(salt, record);
  const id = newId("led", now.getTime());
  await tx.ledgerPendingEntry.create({
    data: {
      organizationId: context.organizationId,
      id,
      kind: fact.kind,
      subjectId: fact.subjectId,
      record,
      salt: new Uint8Array(salt),
      leafHash: new Uint8Array(hash),
      recordedAt: now,
    },
  });
  return { id, leafHash: hash.toString("hex") };
}
