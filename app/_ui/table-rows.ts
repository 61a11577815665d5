import { cloneElement, isValidElement, type ReactNode } from "react";
import { drawn } from "./table-cell.tsx";
import type { ColumnLook, tableModel } from "./table-model.ts";

type Model<Row extends object> = ReturnType<typeof tableModel<Row>>;
export type TableSelect<Row> = { form: string; label: (row: Row) => string; can?: (row: Row) => boolean };

/** How every cell of a column looks; said once for all its rows. */
export type BodyColumn = { id: string; className: string; header?: true; label?: string };
/** A row as it is sent: its cells in the order of the columns. Without `box` it cannot be selected. */
export type BodyRow = { id: string; href?: string; box?: string; cells: readonly ReactNode[] };

/** The columns of the body, from their looks. */
export function bodyColumns<Row extends object>(model: Model<Row>): BodyColumn[] {
  return model.getVisibleLeafColumns().map(({ id, columnDef: { header, meta: look = {} } }) => {
    const labelled = look.rowHeader !== true && (look.narrowLabel ?? look.align === "right") && typeof header === "string";
    return { id, className: cellClass(look), ...(look.rowHeader === true ? { header: true } : {}), ...(labelled ? { label: header } : {}) };
  });
}

/** The rows of the body: what each cell's template draws. What is undefined is left out, for it would be sent too. */
export function bodyRows<Row extends object>(model: Model<Row>, rowHref: ((row: Row) => string) | undefined, select: TableSelect<Row> | undefined): BodyRow[] {
  return model.getCoreRowModel().rows.map((row) => ({
    id: row.id,
    ...(rowHref === undefined ? {} : { href: rowHref(row.original) }),
    ...(select === undefined || select.can?.(row.original) === false ? {} : { box: select.label(row.original) }),
    cells: row.getVisibleCells().map((cell, at) => keyed(drawn(cell.column.columnDef.cell as never, cell.getContext()), at)),
  }));
}

/** Cells are sent as a list, in which React wants keys; a fragment without one would be sent as a list of its own. */
function keyed(node: ReactNode, at: number): ReactNode {
  return isValidElement(node) && node.key === null ? cloneElement(node, { key: at }) : node;
}

/** The classes of a cell, from its column's look. */
function cellClass(look: ColumnLook): string {
  const classes = [look.rowHeader === true ? "cell-header" : `cell-${look.narrow ?? (look.align === "right" ? "right" : "left")}`];
  if (look.align === "right") classes.push("num text-right");
  if (look.mono === true) classes.push("mono");
  if (look.muted === true) classes.push("text-muted");
  if (look.wrap !== true) classes.push("cell-cut");
  if (look.hideBelow !== undefined) classes.push(`below-${look.hideBelow}`);
  return classes.join(" ");
}
