import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { newestCheckpoint } from "./checkpoint.repository.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { uncoveredEntries } from "./ledger.repository.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { openNote } from "./note/signed-note.ts";

/** The newest signed head, and which entries it does not commit to. */
export type LedgerStanding = {
  checkpoint: { root: string; size: number; note: string } | null;
  pendingEntryIds: string[];
};

/** How far the ledger commits to what was recorded about these subjects by an instant. */
export async function ledgerStanding(tx: TenantTransaction, organizationId: string, subjectIds: readonly string[], asOf: Date): Promise<LedgerStanding> {
  const newest = await newestCheckpoint(tx, organizationId);
  const pendingEntryIds = await uncoveredEntries(tx, organizationId, subjectIds, asOf, newest?.size ?? 0n);
  if (newest === null) return { checkpoint: null, pendingEntryIds };
  const { root } = parseCheckpoint(openNote(newest.note, (await ledgerKeys(tx, organizationId)).map(verifierOf)).text);
  return { checkpoint: { root: Buffer.from(root).toString("hex"), size: Number(newest.size), note: newest.note }, pendingEntryIds };
}
