import Link from "next/link";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { COLUMNS } from "#lib/reconciliation/client.ts";
import type { ReconciledDay } from "#lib/reconciliation/index.ts";

const column = columnsOf<ReconciledDay>();

/** How many of the population each column covered at the end of the last days: each day leads to its matrix. */
export function HistoryTable({ days, path, zone }: { days: readonly ReconciledDay[]; path: string; zone: string }) {
  if (days.length < 2) return null;
  const columns = column.columns([
    column.accessor("day", { header: "Day", enableSorting: false, meta: { rowHeader: true, width: 120 }, cell: ({ row: { original } }) => <Link prefetch={false} className="link" href={`${path}?asOf=${original.day}`}>{formatInstant(original.at, zone, "date")}</Link> }),
    column.accessor((row) => numberText(row.population), { id: "population", header: "In scope", enableSorting: false, meta: { width: 90, align: "right", narrow: "full", narrowLabel: true } }),
    ...COLUMNS.map(({ id, label }) =>
      column.accessor((row) => `${numberText(row.counts[id]?.covered ?? 0)} covered, ${numberText((row.counts[id]?.missing ?? 0) + (row.counts[id]?.silent ?? 0))} not`, { id, header: label, enableSorting: false, meta: { width: 130, wrap: true, narrow: "full" as const, narrowLabel: true } }),
    ),
  ]);
  return (
    <Section title="Day by day" count={numberText(days.length)}>
      <DataTable caption="Reconciliation by day" columns={columns} rows={days} rowId={(row) => row.day} density="compact" empty={null} />
      <p className="pt-2 text-xs text-muted">At the end of each day; of today as far as it was matched. What is neither covered nor not is not known. A day on which nothing was matched is left out.</p>
    </Section>
  );
}
