import type { Columns } from "#app/_ui/data-table.tsx";
import type { Cell } from "#lib/spreadsheets/index.ts";

type Column<Row extends object> = Columns<Row>[number];

/** What a column is called in addresses and preferences. */
export function columnId<Row extends object>(column: Column<Row>): string {
  if (column.id !== undefined) return column.id;
  if ("accessorKey" in column) return String(column.accessorKey);
  throw new TypeError(`a column has neither id nor accessor key: ${String(column.header)}`);
}

/** Whether a column says something; what only holds buttons does not. */
export function hasValue<Row extends object>(column: Column<Row>): boolean {
  return "accessorFn" in column || "accessorKey" in column;
}

/** The value of a row in a column. */
export function valueOf<Row extends object>(column: Column<Row>, row: Row): unknown {
  if ("accessorFn" in column && column.accessorFn !== undefined) return column.accessorFn(row, 0);
  if ("accessorKey" in column) return row[column.accessorKey as keyof Row];
  throw new TypeError(`the column ${columnId(column)} has no value`);
}

/**
 * A column's value as a cell of a file. Lists are joined.
 * @throws TypeError for what no cell can hold: the column needs an accessor that says it in words
 */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value instanceof Date) return value;
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map((one) => cellOf(one)).join(", ");
  throw new TypeError("a column's value is no cell: write an accessor that says it in words");
}
