import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Person } from "#app/_ui/person.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { ROLE_WORDS } from "#lib/people/client.ts";
import type { PersonRow } from "#lib/people/index.ts";

const column = columnsOf<PersonRow>();

/** People: how they are reached, what they may do, whom they work with. */
export function peopleColumns(zone: string) {
  return column.columns([
    column.accessor("name", { header: "Name", cell: (cell) => <Person name={cell.getValue()} />, meta: { rowHeader: true } }),
    column.accessor("email", { header: "E-mail", meta: { muted: true, narrow: "full" } }),
    column.accessor((row) => ROLE_WORDS[row.role].label, { id: "role", header: "Role", meta: { width: 160 } }),
    column.accessor((row) => row.teams.join(", "), { id: "teams", header: "Teams", cell: (cell) => cell.getValue() || <span className="text-muted">none</span>, meta: { narrow: "full", narrowLabel: true } }),
    column.accessor((row) => (row.secondFactor ? "on" : "off"), { id: "secondFactor", header: "Second factor", cell: (cell) => (cell.getValue() === "on" ? "on" : <span className="text-muted">off</span>), meta: { width: 112, narrow: "full", narrowLabel: true } }),
    column.accessor("createdAt", { header: "Member since", cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "right" } }),
  ]);
}
