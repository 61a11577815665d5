import { randomBytes } from "node:crypto";
import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import type { Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { leafHash } from "./leaf-hash.ts";
import { insertEntries, type NewEntry } from "./ledger.repository.ts";

const SALT_BYTES = 16;

/** A fact that the ledger commits to. `record` holds ids, hashes, times and counts: no personal data. */
export type LedgerFact = { kind: string; subjectId: string; record: { [field: string]: Json } };

/**
 * Puts a fact in line for the ledger, inside the transaction that created it.
 *
 * @returns the entry's id and leaf hash (hexadecimal)
 */
export async function appendPendingEntry(tx: TenantTransaction, context: Context, fact: LedgerFact): Promise<{ id: string; leafHash: string }> {
  const [entry] = await appendPendingEntries(tx, context, [fact]);
  if (entry === undefined) throw new Error("an entry was not kept");
  return { id: entry.id, leafHash: Buffer.from(entry.leafHash).toString("hex") };
}

/** The same for many facts of one act, by one statement. */
export async function appendPendingEntries(tx: TenantTransaction, context: Context, facts: readonly LedgerFact[]): Promise<NewEntry[]> {
  const now = context.clock.now();
  const entries = facts.map((fact) => newEntry(fact, now));
  await insertEntries(tx, context.organizationId, entries, now);
  return entries;
}

function newEntry({ kind, subjectId, record: fields }: LedgerFact, now: Date): NewEntry {
  const record = canonicalJson({ ...fields, kind, recorded_at: now.toISOString(), subject: subjectId });
  const salt = randomBytes(SALT_BYTES);
  return { id: newId("led", now.getTime()), kind, subjectId, record, salt, leafHash: leafHash(salt, record) };
}
