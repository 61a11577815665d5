import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Ids of the ledger's pending entries about these subjects, recorded by an instant, in order. */
export async function pendingEntryIds(tx: TenantTransaction, organizationId: string, subjectIds: readonly string[], asOf: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM ledger_pending_entry
    WHERE organization_id = ${organizationId} AND subject_id = ANY(${[...subjectIds]}::text[]) AND recorded_at <= ${asOf} ORDER BY id`;
  return rows.map((row) => row.id);
}
