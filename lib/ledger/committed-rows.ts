import type { Json } from "#lib/platform/canonical-json.ts";
import type { ReadLines } from "#lib/platform/tenant-snapshot.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { entriesWithRows } from "./committed-row.repository.ts";
import { linesOf } from "./json-lines.ts";

/**
 * Rows that entries of one kind commit to. The tree shows that an entry is as it was recorded; this, that the row beside it
 * still says the same. Declared by the domain that writes both.
 */
export type CommittedRows = {
  /** Of the entries. */
  kind: string;
  /** What people call such a row, in a sentence: "evidence". */
  name: string;
  /** SQL that answers the row of entry `e` as JSON, or null when there is none. */
  row: string;
  /** The first field in which the row differs from what the entry says; null when it says the same. */
  differs(record: CommittedRecord, row: Json): string | null;
  /** SQL that answers the ids of rows that no entry commits to; left out where a row has no id of its own. */
  stray?: string;
};

/** What an entry says. */
export type CommittedRecord = { readonly [field: string]: Json };

export type RowFault = { index: number | null; message: string };

/** Subjects whose rows are in memory at once: a packet may carry 20,000. */
const READ_AT_ONCE = 500;

/** A row that is not what an entry commits to: the entry's place, null while it waits for one, and the field; null where the row is gone. */
export type RowDifference = { index: number | null; field: string | null };

/**
 * The rows about a few subjects against their entries, as an audit holds all of them: what somebody is shown is not called
 * committed because the tree as a whole was audited yesterday.
 *
 * @returns the first difference of each subject that has one
 */
export async function rowDifferences(tx: TenantTransaction, organizationId: string, tables: readonly CommittedRows[], subjectIds: readonly string[]): Promise<Map<string, RowDifference>> {
  const found = new Map<string, RowDifference>();
  for (let at = 0; at < subjectIds.length; at += READ_AT_ONCE) {
    const some = subjectIds.slice(at, at + READ_AT_ONCE);
    for (const table of tables) {
      for (const { subject, index, record, row } of await entriesWithRows(tx, organizationId, table, some)) {
        const field = row === null ? null : table.differs(JSON.parse(record) as CommittedRecord, row);
        if ((row === null || field !== null) && !found.has(subject)) found.set(subject, { index: index === null ? null : Number(index), field });
      }
    }
  }
  return found;
}

type Line = { index: number; subject: string; record: string; row: Json };

/** Holds every row against the entry that commits to it. @returns the first difference, with the index of its entry */
export async function auditRows(read: ReadLines, tables: readonly CommittedRows[]): Promise<RowFault | null> {
  const faults: RowFault[] = [];
  for (const table of tables) {
    const found = (await differenceOf(read, table)) ?? (await strayOf(read, table));
    if (found !== null) faults.push(found);
  }
  return faults.sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity))[0] ?? null;
}

async function differenceOf(read: ReadLines, { kind, name, row, differs }: CommittedRows): Promise<RowFault | null> {
  const query = `SELECT json_build_object('index', l.index, 'subject', e.subject_id, 'record', e.record, 'row', (${row}))
    FROM ledger_leaf l JOIN ledger_pending_entry e ON e.organization_id = l.organization_id AND e.id = l.entry_id WHERE e.kind = '${kind}' ORDER BY l.index`;
  for await (const { index, subject, record, row: found } of linesOf<Line>(read, query)) {
    if (found === null) return { index, message: `the ${name} that it commits to, ${subject}, is missing` };
    const field = differs(JSON.parse(record) as CommittedRecord, found);
    if (field !== null) return { index, message: `the ${name} that it commits to, ${subject}, was changed: its ${field} is another` };
  }
  return null;
}

async function strayOf(read: ReadLines, { name, stray }: CommittedRows): Promise<RowFault | null> {
  if (stray === undefined) return null;
  for await (const id of linesOf<string>(read, `SELECT to_json(id) FROM (${stray} LIMIT 1) strays (id)`)) return { index: null, message: `no entry commits to the ${name} ${id}: it was put in past the ledger` };
  return null;
}
