import type { Json } from "#lib/platform/canonical-json.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** An entry with the row that it commits to; `row` null where there is none, `index` null while the entry waits for its place. */
export type EntryWithRow = { subject: string; index: bigint | null; record: string; row: Json };

/**
 * The entries of one kind about these subjects, in the order of recording, each with its row.
 *
 * @param row SQL of our own that answers the row of entry `e` as JSON; nothing of it comes from outside
 */
export function entriesWithRows(tx: TenantTransaction, organizationId: string, { kind, row }: { kind: string; row: string }, subjectIds: readonly string[]): Promise<EntryWithRow[]> {
  return tx.$queryRaw<EntryWithRow[]>`
    SELECT e.subject_id AS subject, l.index, e.record, (${Prisma.raw(row)}) AS row
    FROM ledger_pending_entry e LEFT JOIN ledger_leaf l ON l.organization_id = e.organization_id AND l.entry_id = e.id
    WHERE e.organization_id = ${organizationId} AND e.kind = ${kind} AND e.subject_id = ANY(${[...subjectIds]}::text[]) ORDER BY e.id`;
}
