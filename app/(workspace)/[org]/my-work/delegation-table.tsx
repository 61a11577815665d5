import type { ReactNode } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { Person } from "#app/_ui/person.tsx";
import type { DelegationRow } from "#lib/delegation/index.ts";

type Props = { caption: string; rows: readonly DelegationRow[]; side: "given" | "received"; form: string; empty: ReactNode };

/** Absences and delegations of one person, with the other person of each. */
export function DelegationTable({ caption, rows, side, form, empty }: Props) {
  const column = columnsOf<DelegationRow>();
  const columns = column.columns([
    column.accessor(nameOf, { id: "what", header: "What", enableSorting: false, cell: ({ row }) => <What row={row.original} />, meta: { rowHeader: true, wrap: true } }),
    column.display({ id: "who", header: side === "given" ? "Who does it" : "For", cell: ({ row }) => <Person name={side === "given" ? row.original.standInName : row.original.memberName} />, meta: { width: 180, narrow: "left" } }),
    column.display({ id: "days", header: "Days", cell: ({ row }) => formatDays(row.original.firstDay, row.original.lastDay), meta: { width: 200, narrow: "left" } }),
    column.display({ id: "holds", header: "Now", cell: ({ row }) => <Holding row={row.original} />, meta: { width: 150, narrow: "right" } }),
  ]);
  return <DataTable caption={caption} columns={columns} rows={[...rows]} rowId={(row) => row.id} select={{ form, label: nameOf }} empty={empty} />;
}

function nameOf(row: DelegationRow): string {
  return row.subjectName ?? "Everything, while away";
}

function What({ row }: { row: DelegationRow }) {
  return <span>{nameOf(row)}{row.note === "" ? null : <span className="block font-normal whitespace-pre-line text-muted">{row.note}</span>}</span>;
}

function Holding({ row: { holds, standInAway, standInLeft } }: { row: DelegationRow }) {
  if (standInLeft) return <Badge tone="caution">stand-in has left</Badge>;
  if (!holds) return <span className="text-muted">to come</span>;
  return standInAway ? <Badge tone="caution">stand-in is away</Badge> : <Badge tone="info">holds</Badge>;
}
