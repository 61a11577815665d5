import { columnVisibilityFeature, constructTable, createColumnHelper, rowSortingFeature, tableFeatures, type ColumnDef } from "@tanstack/react-table";

/** How a column looks: widths in px, and its place in the two-line rows of a narrow screen. */
export type ColumnLook = {
  /** In px. Columns without a width share what is left. */
  width?: number;
  align?: "left" | "right";
  /** The cell that names the row, exactly one column: carries the row's link. */
  rowHeader?: boolean;
  /** What a machine wrote. */
  mono?: boolean;
  muted?: boolean;
  /** Lines may break; else one line, cut with an ellipsis. */
  wrap?: boolean;
  /** The header is for screen readers only. */
  hideHeader?: boolean;
  /** Below the row header on a narrow screen: a column of that half, the full width, beside the row header, or not shown. */
  narrow?: "left" | "right" | "full" | "lead" | "hide";
  /** Left out where the table itself is narrower than 704 px (`md`) or 928 px (`lg`); phones show it again. */
  hideBelow?: "md" | "lg";
  /** Shown only where one of the rows says something in it: a column for what is seldom so. Files of the list hold it always. */
  onlyWhenSaid?: boolean;
  /** Whether the header stands before the value there; right-aligned columns do unless told otherwise. */
  narrowLabel?: boolean;
};

type Subscriber<T> = (value: T) => void;

/** A value of one rendering: nothing is ever notified, because a rendered table does not change; the URL does. */
function still<T>(read: () => T, write: (value: T) => void) {
  return {
    get: read,
    set: (next: T | ((previous: T) => T)) => write(typeof next === "function" ? (next as (previous: T) => T)(read()) : next),
    subscribe: (_: Subscriber<T> | object) => ({ unsubscribe: () => undefined }),
  };
}

/** The table core without React state, so that tables render in server components and ship no script. */
const stillReactivity = {
  createOptionsStore: false,
  wrapExternalAtoms: false,
  addSubscription: () => undefined,
  untrack: <T>(work: () => T): T => work(),
  batch: (work: () => void): void => work(),
  schedule: (work: () => void): void => work(),
  createReadonlyAtom: <T>(read: () => T) => still(read, () => undefined),
  createWritableAtom: <T>(initial: T) => {
    let value = initial;
    return still(() => value, (next) => { value = next; });
  },
};

const features = tableFeatures({
  coreReactivityFeature: stillReactivity as never,
  columnVisibilityFeature,
  rowSortingFeature,
  columnMeta: {} as ColumnLook,
});

export type TableFeaturesInUse = typeof features;
export type Columns<Row extends object> = ReadonlyArray<ColumnDef<TableFeaturesInUse, Row, unknown>>;
export type SortDirection = "asc" | "desc";
export type Sort = { column: string; direction: SortDirection };

/** The helper with which a table's columns are written: `columnsOf<Person>().columns([…])`. */
export function columnsOf<Row extends object>() {
  return createColumnHelper<TableFeaturesInUse, Row>();
}

type ModelInput<Row extends object> = {
  columns: Columns<Row>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  sort: Sort | undefined;
  hidden: readonly string[];
};

/** Headers, rows and cells of one rendering. Rows come sorted and cut to a page by the server. */
export function tableModel<Row extends object>({ columns, rows, rowId, sort, hidden }: ModelInput<Row>) {
  return constructTable<TableFeaturesInUse, Row>({
    features,
    columns: [...columns],
    data: [...rows],
    getRowId: rowId,
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    state: {
      sorting: sort === undefined ? [] : [{ id: sort.column, desc: sort.direction === "desc" }],
      columnVisibility: Object.fromEntries([...hidden, ...unsaid(columns, rows)].map((id) => [id, false])),
    },
  });
}

/** Ids of the columns that say nothing on any of these rows, and are shown only where one does. */
function unsaid<Row extends object>(columns: Columns<Row>, rows: readonly Row[]): string[] {
  return columns.flatMap((column) => {
    if (column.meta?.onlyWhenSaid !== true || !("accessorFn" in column) || column.id === undefined) return [];
    const { accessorFn, id } = column;
    return rows.every((row, index) => ["", null].includes(accessorFn(row, index) as string | null)) ? [id] : [];
  });
}

/** What a column without a width needs to be read, in px. */
const FLEXIBLE_COLUMN = 176;
/** The rooms that globals.css knows, in rem, the widest first. */
const ROOMS = [62, 58, 54, 50, 46, 42] as const;

/**
 * The class of a table by the room that its columns need: in less, its rows are stacked.
 * @param widths in px of the columns that stay however narrow it is; undefined for those that share what is left
 */
export function roomClass(widths: readonly (number | undefined)[]): string {
  const needed = widths.reduce<number>((sum, width) => sum + (width ?? FLEXIBLE_COLUMN), 0) / 16;
  const room = ROOMS.find((rem) => rem <= needed);
  return room === undefined ? "" : ` table-room-${room}`;
}
