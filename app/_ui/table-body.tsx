import type { ReactNode } from "react";
import Link from "next/link";
import { drawn } from "./table-cell.tsx";
import type { ColumnLook, tableModel } from "./table-model.ts";

type Model<Row extends object> = ReturnType<typeof tableModel<Row>>;
export type TableSelect<Row> = { form: string; label: (row: Row) => string; can?: (row: Row) => boolean };
type BodyProps<Row extends object> = {
  model: Model<Row>;
  rowHref: ((row: Row) => string) | undefined;
  currentId: string | undefined;
  select: TableSelect<Row> | undefined;
};

/** The rows. Explicit roles keep the table a table where a narrow screen lays its cells out anew. */
export function TableBody<Row extends object>({ model, rowHref, currentId, select }: BodyProps<Row>) {
  return (
    <tbody role="rowgroup">
      {model.getCoreRowModel().rows.map((row) => (
        <tr key={row.id} role="row" aria-current={row.id === currentId ? "true" : undefined} className={rowHref === undefined ? undefined : "row-linked"}>
          {select === undefined ? null : (
            <td role="cell" className="table-select">
              {select.can?.(row.original) === false ? null : <label className="select-target"><input type="checkbox" className="check" name="selected" value={row.id} form={select.form} aria-label={select.label(row.original)} /></label>}
            </td>
          )}
          {row.getVisibleCells().map((cell) => {
            const look = cell.column.columnDef.meta ?? {};
            const content = drawn(cell.column.columnDef.cell as never, cell.getContext());
            const header = cell.column.columnDef.header;
            return (
              <Cell key={cell.id} look={look} label={typeof header === "string" ? header : undefined}>
                {look.rowHeader === true && rowHref !== undefined ? <Link prefetch={false} href={rowHref(row.original)} scroll={false} className="row-link" data-row-id={row.id}>{content}</Link> : content}
              </Cell>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
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

function Cell({ look, label, children }: { look: ColumnLook; label: string | undefined; children: ReactNode }) {
  if (look.rowHeader === true) return <th role="rowheader" scope="row" className={cellClass(look)}>{children}</th>;
  const labelled = look.narrowLabel ?? look.align === "right";
  return <td role="cell" className={cellClass(look)} data-label={labelled ? label : undefined}>{children}</td>;
}
