import { useId, type ReactNode } from "react";
import { TableBody } from "./table-body.tsx";
import { TableHead } from "./table-head.tsx";
import { TableKeys } from "./table-keys.tsx";
import { TablePager, type TablePage } from "./table-pager.tsx";
import { bodyColumns, bodyRows, type TableSelect } from "./table-rows.ts";
import { roomClass, tableModel, type Columns, type Sort, type SortDirection } from "./table-model.ts";

export type { ColumnLook, Columns, Sort, SortDirection } from "./table-model.ts";
export { columnsOf } from "./table-model.ts";

export type DataTableProps<Row extends object> = {
  /** What the table holds; read to those who cannot see it. */
  caption: string;
  hideCaption?: boolean;
  columns: Columns<Row>;
  /** Sorted and cut to a page by the server. */
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Where a row leads: its panel or page. The link lies in the row header cell and fills the row. */
  rowHref?: (row: Row) => string;
  currentId?: string;
  sort?: Sort;
  /** The address of this list in another order. Without it no header sorts. */
  sortHref?: (column: string, direction: SortDirection) => string;
  page?: TablePage;
  /** Shown instead of the table when there are no rows. */
  empty: ReactNode;
  density?: "normal" | "compact";
  /** Adds a checkbox per row that belongs to the form with this id, under the name `selected`; not where `can` says no. */
  select?: TableSelect<Row>;
  /** Old rows while new ones are fetched. */
  dimmed?: boolean;
  hidden?: readonly string[];
  /** For tables wider than any screen: they scroll in a focusable region of their own. */
  scroll?: boolean;
};

/**
 * The table: real markup, sorted and paged by the server through the URL. Cells are drawn by the server; the body that
 * they stand in and the row keys are its only script. On a narrow screen each row becomes a few lines.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, hideCaption = true, columns, rows, rowId, sort, page, empty, density = "normal", dimmed = false, hidden = [], scroll = false } = props;
  const captionId = useId();
  if (rows.length === 0) return <>{empty}{page?.previousHref === undefined ? null : <TablePager page={page} label={caption} />}</>;
  const model = tableModel({ columns, rows, rowId, sort, hidden });
  const room = roomClass(model.getVisibleLeafColumns().flatMap(({ columnDef: { meta } }) => (meta?.hideBelow === undefined ? [meta?.width] : [])));
  const look = `table table-${density}${scroll ? " table-wide" : room}${dimmed ? " table-dimmed" : ""}`;
  const table = (
    <table role="table" className={look} aria-busy={dimmed || undefined} aria-labelledby={captionId}>
      <caption id={captionId} className={hideCaption ? "sr-only" : "pb-2 text-left font-semibold"}>{caption}</caption>
      <colgroup>
        {props.select === undefined ? null : <col width="28" />}
        {model.getVisibleLeafColumns().map((column) => <col key={column.id} width={column.columnDef.meta?.width} className={column.columnDef.meta?.hideBelow === undefined ? undefined : `below-${column.columnDef.meta.hideBelow}`} />)}
      </colgroup>
      <TableHead model={model} sort={sort} sortHref={props.sortHref} select={props.select} label={caption} />
      <TableBody columns={bodyColumns(model)} rows={bodyRows(model, props.rowHref, props.select)} currentId={props.currentId} form={props.select?.form} />
    </table>
  );
  return (
    <div className="table-frame">
      {scroll ? <div className="table-scroll" role="region" aria-labelledby={captionId} tabIndex={0}>{table}</div> : table}
      {page === undefined ? null : <TablePager page={page} label={caption} />}
      {props.rowHref === undefined ? null : <TableKeys />}
    </div>
  );
}
