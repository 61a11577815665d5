import Link from "next/link";
import { ArrowDown, ArrowUp } from "lucide-react";
import { SelectAll } from "./select-all.tsx";
import { drawn } from "./table-cell.tsx";
import type { ColumnLook, Sort, SortDirection, tableModel } from "./table-model.ts";

type Model<Row extends object> = ReturnType<typeof tableModel<Row>>;
type HeadProps<Row extends object> = {
  model: Model<Row>;
  sort: Sort | undefined;
  sortHref: ((column: string, direction: SortDirection) => string) | undefined;
  select: { form: string } | undefined;
  label: string;
};

/** Column headers: sort is a link, its state said by aria-sort. */
export function TableHead<Row extends object>({ model, sort, sortHref, select, label }: HeadProps<Row>) {
  const group = model.getHeaderGroups()[0];
  return (
    <thead role="rowgroup">
      <tr role="row">
        {select === undefined ? null : <th role="columnheader" scope="col" className="table-select"><SelectAll form={select.form} label={`Select all rows: ${label}`} /></th>}
        {group?.headers.map((header) => {
          const look = header.column.columnDef.meta;
          const sortable = sortHref !== undefined && header.column.getCanSort();
          const direction = sort?.column === header.column.id ? sort.direction : undefined;
          const text = drawn(header.column.columnDef.header as never, header.getContext());
          return (
            <th key={header.id} role="columnheader" scope="col" aria-sort={sortable ? ariaSort(direction) : undefined} className={headClass(look)}>
              {look?.hideHeader === true ? <span className="sr-only">{text}</span> : null}
              {look?.hideHeader !== true && sortable ? <SortLink href={sortHref(header.column.id, direction === "asc" ? "desc" : direction === "desc" ? "asc" : header.column.columnDef.sortDescFirst === true ? "desc" : "asc")} direction={direction}>{text}</SortLink> : null}
              {look?.hideHeader !== true && !sortable ? text : null}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function headClass(look: ColumnLook | undefined): string | undefined {
  const classes = [look?.align === "right" ? "num text-right" : "", look?.hideBelow === undefined ? "" : `below-${look.hideBelow}`];
  return classes.filter((one) => one !== "").join(" ") || undefined;
}

function ariaSort(direction: SortDirection | undefined): "ascending" | "descending" | "none" {
  if (direction === undefined) return "none";
  return direction === "asc" ? "ascending" : "descending";
}

function SortLink({ href, direction, children }: { href: string; direction: SortDirection | undefined; children: React.ReactNode }) {
  const Arrow = direction === "desc" ? ArrowDown : ArrowUp;
  return (
    <Link prefetch={false} href={href} scroll={false} replace className="sort-link" data-sorted={direction}>
      {children}
      <Arrow aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
    </Link>
  );
}
