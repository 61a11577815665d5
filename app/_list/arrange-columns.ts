import type { Columns } from "#app/_ui/data-table.tsx";
import { columnId, hasValue } from "./list-columns.ts";

/** A column as people choose it. */
export type ColumnChoice = { id: string; label: string; shown: boolean; /** It names the row, so it always stays. */ fixed: boolean };

const isFixed = <Row extends object>(column: Columns<Row>[number]): boolean => column.meta?.rowHeader === true;

/**
 * A list's columns as somebody chose them: the chosen ones in their order. The one that names the row stays in any case,
 * in its place of old when it was left out; what only holds buttons stays at the end. Unknown ids are as if not there.
 */
export function arrangeColumns<Row extends object>(columns: Columns<Row>, chosen: readonly string[] | null): Columns<Row> {
  if (chosen === null) return columns;
  const valued = columns.filter(hasValue);
  const kept = [...new Set(chosen)].flatMap((id) => valued.find((column) => columnId(column) === id) ?? []);
  const missing = valued.filter((column) => isFixed(column) && !kept.includes(column));
  return [...missing, ...kept, ...columns.filter((column) => !hasValue(column))];
}

/** What can be chosen: the columns shown, in their order, then the others. */
export function columnChoices<Row extends object>(all: Columns<Row>, shown: Columns<Row>): ColumnChoice[] {
  const choice = (column: Columns<Row>[number], isShown: boolean): ColumnChoice => ({ id: columnId(column), label: String(column.header), shown: isShown, fixed: isFixed(column) });
  const hidden = all.filter((column) => hasValue(column) && !shown.includes(column));
  return [...shown.filter(hasValue).map((column) => choice(column, true)), ...hidden.map((column) => choice(column, false))];
}
