"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import type { BodyColumn, BodyRow } from "./table-rows.ts";

type BodyProps = {
  columns: readonly BodyColumn[];
  rows: readonly BodyRow[];
  currentId: string | undefined;
  /** Id of the form that the boxes belong to. */
  form: string | undefined;
};

/**
 * The rows. Explicit roles keep the table a table where a narrow screen lays its cells out anew. A client component for
 * the server's sake: what a server component draws is written twice, as data and as markup, and a table is most of a page.
 */
export function TableBody({ columns, rows, currentId, form }: BodyProps) {
  return (
    <tbody role="rowgroup">
      {rows.map((row) => (
        <tr key={row.id} role="row" aria-current={row.id === currentId ? "true" : undefined} className={row.href === undefined ? undefined : "row-linked"}>
          {form === undefined ? null : (
            <td role="cell" className="table-select">
              {row.box === undefined ? null : <label className="select-target"><input type="checkbox" className="check" name="selected" value={row.id} form={form} aria-label={row.box} /></label>}
            </td>
          )}
          {columns.map((column, index) => <Cell key={column.id} column={column} row={row}>{row.cells[index]}</Cell>)}
        </tr>
      ))}
    </tbody>
  );
}

function Cell({ column: { className, header, label }, row, children }: { column: BodyColumn; row: BodyRow; children: ReactNode }) {
  if (header !== true) return <td role="cell" className={className} data-label={label}>{children}</td>;
  return (
    <th role="rowheader" scope="row" className={className}>
      {row.href === undefined ? children : <Link prefetch={false} href={row.href} scroll={false} className="row-link" data-row-id={row.id}>{children}</Link>}
    </th>
  );
}
