import type { Columns } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import type { Page } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Cell } from "#lib/spreadsheets/index.ts";
import { cellOf, columnId, hasValue, valueOf } from "./list-columns.ts";

/** Where a list is looked at. */
export type ListPlace = {
  /** The organization's slug; in the portal the engagement's id. */
  org: string;
  portal: boolean;
  /** Where the list's own page is. */
  path: string;
  query: Query;
  zone: string;
};

/** One thing that an address of a list can filter by, under the name of its parameter. */
export type ListFilter = {
  label: string;
  operator?: "is" | "contains" | "from" | "to";
  /** A value in words; undefined for one that the filter does not know (any more). */
  word?(value: string): string | undefined;
};

/** A stretch of a list: from a cursor on, so many rows. Without a size the list's own page. */
export type Stretch = { cursor: string | undefined; size?: number };

type ListDefinition<Row extends object, Extra extends object> = {
  /** Names the list in addresses, preferences and the audit trail. */
  key: string;
  /** Its page below the organization, or in the portal below the engagement. */
  page: string;
  title: string;
  filters: Readonly<Record<string, ListFilter>>;
  /** `own`: the screen draws its rows in a way of its own, so nobody chooses columns. `matrix`: nor are there views. */
  screen?: "own" | "matrix";
  rowId(row: Row): string;
  /** The list's verb with what the address filters by: the one way in which screen and export read rows. */
  read(context: Context, query: Query, stretch: Stretch): Promise<Page<Row> & Extra>;
  /** Declared once: what the screen draws and what a file holds. A column's value is its accessor's. */
  columns(place: ListPlace, page: Page<Row> & Extra): Columns<Row>;
};

/** Rows on their way into a file, under the columns asked for. */
export type ListRows = { columns: { id: string; header: string; width: number | undefined }[]; rows: AsyncGenerator<readonly Cell[]> };

export type List<Row extends object = never, Extra extends object = object> = ListDefinition<Row, Extra> & {
  /**
   * Every row, stretch by stretch. The first one is read at once, so that a refusal comes before anything is sent.
   * @param wanted ids of columns in order; undefined for all
   */
  everyRow(context: Context, place: ListPlace, wanted: readonly string[] | undefined): Promise<ListRows>;
};

/** What is known of any list, whatever its rows are. */
export type AnyList = Pick<List, "key" | "page" | "title" | "filters" | "screen" | "everyRow">;

/** Rows read at once for a file: the most that verbs give. */
const EXPORT_STRETCH = 200;

/** Declares a list: its filters, its verb, its columns. The rest (screen, columns, views, files) follows from these. */
export function defineList<Row extends object, Extra extends object = object>(definition: ListDefinition<Row, Extra>): List<Row, Extra> {
  return {
    ...definition,
    async everyRow(context, place, wanted) {
      const read = (cursor: string | undefined): Promise<Page<Row> & Extra> => definition.read(context, place.query, { cursor, size: EXPORT_STRETCH });
      const first = await read(undefined);
      const columns = asked(definition.columns(place, first), wanted);
      async function* rows(): AsyncGenerator<readonly Cell[]> {
        let page = first;
        for (;;) {
          for (const row of page.rows) yield columns.map((column) => cellOf(valueOf(column, row)));
          if (page.nextCursor === null) return;
          page = await read(page.nextCursor);
        }
      }
      return { columns: columns.map((column) => ({ id: columnId(column), header: String(column.header), width: column.meta?.width })), rows: rows() };
    },
  };
}

/** The columns with values, in the order asked for. One that is not there (any more) is left out. */
function asked<Row extends object>(columns: Columns<Row>, wanted: readonly string[] | undefined): Columns<Row> {
  const valued = columns.filter(hasValue);
  if (wanted === undefined) return valued;
  return wanted.flatMap((id) => valued.find((column) => columnId(column) === id) ?? []);
}
