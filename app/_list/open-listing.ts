import { redirect } from "next/navigation";
import type { Columns } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import type { Page } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { readArrangement, type ListArrangement, type View, type ViewFilter } from "#lib/views/index.ts";
import { arrangeColumns, columnChoices, type ColumnChoice } from "./arrange-columns.ts";
import type { List, ListPlace } from "./define-list.ts";
import { columnId, hasValue } from "./list-columns.ts";
import { listPath } from "./list-path.ts";
import { asksForNothing, brokenFilters, columnsIn, differsFrom, NO_VIEW, VIEW, viewHref } from "./view-address.ts";

/** The view that an address names: as it was saved, or gone. */
export type OpenView = { view: View; changed: boolean; broken: ViewFilter[] } | "gone" | null;

/** A list as a person looks at it: its rows, and how they are shown. */
export type Listing<Row extends object, Extra extends object> = {
  list: List<Row, Extra>;
  place: ListPlace;
  page: Page<Row> & Extra;
  /** Where this stretch of the list begins; undefined at its beginning. */
  cursor: string | undefined;
  columns: Columns<Row>;
  choices: ColumnChoice[];
  arrangement: ListArrangement;
  open: OpenView;
};

type Place = { org: string; query: Query; zone: string; portal?: boolean; /** Where the list is looked at, when that is not its own page. */ path?: string };

/**
 * Reads the stretch of a list that an address asks for, in the columns that it names, else in the person's own. An
 * address that names nothing leads to the view that the person's list opens with.
 */
export async function openListing<Row extends object, Extra extends object>(list: List<Row, Extra>, context: Context, { org, query, zone, portal = false, path }: Place): Promise<Listing<Row, Extra>> {
  const place = { org, portal, path: path ?? listPath(list.page, org, portal), query, zone };
  const arrangement = await readArrangement(context, { list: list.key });
  const open = openView(list, place, arrangement);
  const after = query["after"];
  const cursor = typeof after === "string" && after !== "" ? after : undefined;
  const page = await list.read(context, query, { cursor });
  const all = list.columns(place, page);
  const columns = list.screen === undefined ? arrangeColumns(all, columnsIn(query) ?? arrangement.columns) : all;
  return { list, place, page, cursor, columns, choices: columnChoices(all, columns), arrangement, open };
}

/** Leads on to a view that is named alone or opens the list by itself. */
function openView<Row extends object, Extra extends object>(list: List<Row, Extra>, { path, query }: ListPlace, { views, startViewId }: ListArrangement): OpenView {
  const start = views.find((view) => view.id === startViewId);
  if (start !== undefined && asksForNothing(query)) redirect(viewHref(path, start));
  const asked = query[VIEW];
  if (typeof asked !== "string" || asked === "" || asked === NO_VIEW) return null;
  const view = views.find((one) => one.id === asked);
  if (view === undefined) return "gone";
  const alone = Object.keys(query).every((name) => name === VIEW);
  if (alone && (view.filters.length > 0 || view.columns !== null)) redirect(viewHref(path, view));
  return { view, changed: differsFrom(view, list, query), broken: brokenFilters(view, list) };
}

/** Ids of the columns that a listing shows and a file can hold. */
export function shownColumns<Row extends object, Extra extends object>({ columns }: Listing<Row, Extra>): string[] {
  return columns.filter(hasValue).map((column) => columnId(column));
}
