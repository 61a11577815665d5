import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { Person } from "#app/_ui/person.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { ROLE_WORDS } from "#lib/people/client.ts";
import type { PersonRow } from "#lib/people/index.ts";

const column = columnsOf<PersonRow>();

function columns(zone: string) {
  return column.columns([
    column.accessor("name", { header: "Name", cell: (cell) => <Person name={cell.getValue()} />, meta: { rowHeader: true } }),
    column.accessor("email", { header: "E-mail", meta: { muted: true, narrow: "full" } }),
    column.accessor("role", { header: "Role", cell: (cell) => ROLE_WORDS[cell.getValue()].label, meta: { width: 160 } }),
    column.accessor("teams", { header: "Teams", cell: (cell) => cell.getValue().join(", ") || <span className="text-muted">none</span>, meta: { narrow: "full", narrowLabel: true } }),
    column.accessor("secondFactor", { header: "Second factor", cell: (cell) => (cell.getValue() ? "on" : <span className="text-muted">off</span>), meta: { width: 112, narrow: "full", narrowLabel: true } }),
    column.accessor("createdAt", { header: "Member since", cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: 120, align: "right", narrow: "right" } }),
  ]);
}

type PeopleTableProps = { people: readonly PersonRow[]; zone: string; path: string; page: DataTableProps<PersonRow>["page"]; empty: ReactNode };

/** People by name, each leading to their own page. */
export function PeopleTable({ people, zone, path, page, empty }: PeopleTableProps) {
  return <DataTable caption="People" columns={columns(zone)} rows={people} rowId={(row) => row.id} rowHref={(row) => `${path}/${row.id}`} page={page} empty={empty} />;
}
