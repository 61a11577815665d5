import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Person } from "#app/_ui/person.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { PacketAccess } from "#lib/packets/index.ts";

/** Who took the packet or its report away, and when. */
export function AccessLog({ accesses, zone }: { accesses: readonly PacketAccess[]; zone: string }) {
  const column = columnsOf<PacketAccess & { key: string }>();
  const columns = column.columns([
    column.accessor("who", { header: "Who", enableSorting: false, cell: (cell) => <Person name={cell.getValue()} />, meta: { rowHeader: true } }),
    column.accessor("part", { header: "Took", enableSorting: false, cell: (cell) => (cell.getValue() === "zip" ? "the whole packet" : "the report"), meta: { width: 160, narrow: "left" } }),
    column.accessor("byLink", { header: "By", enableSorting: false, cell: (cell) => (cell.getValue() ? "personal link" : "signing in"), meta: { width: 120, muted: true, narrow: "left" } }),
    column.accessor("at", { header: "When", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="second" />, meta: { width: TIME_WIDTH.second, align: "right", narrow: "right", narrowLabel: false } }),
  ]);
  return (
    <Section title="Access log" id="access-log" count={accesses.length === 0 ? "no download yet" : `${accesses.length} downloads, newest first`}>
      <DataTable
        caption="Downloads" columns={columns} rows={accesses.map((one, index) => ({ ...one, key: `${one.at.toISOString()} ${index}` }))} rowId={(row) => row.key}
        empty={<EmptyState kind="first" title="Nobody has taken it away">Every download is recorded here, in the audit trail and in the ledger.</EmptyState>}
      />
    </Section>
  );
}
