import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import type { View, ViewFilter } from "#lib/views/index.ts";
import { filtersIn } from "./export-address.ts";
import type { AnyList } from "./define-list.ts";

/** The parameter that names the view, and the one that names columns. */
export const VIEW = "view";
const COLUMNS = "columns";
/** Stands for the list as it comes, also for somebody whose list opens with a view. */
export const NO_VIEW = "all";

/** Columns that an address names; null when it names none. */
export function columnsIn(query: Query): string[] | null {
  const value = query[COLUMNS];
  if (typeof value !== "string" || value === "") return null;
  return value.split(",").filter((id) => id !== "");
}

/** Where a view is looked at: its filters and columns stand in the address, so that it can be changed from there. */
export function viewHref(path: string, view: Pick<View, "id" | "filters" | "columns">): string {
  const filters = Object.fromEntries(view.filters.map(({ name, value }) => [name, value]));
  return hrefWith(path, {}, { ...filters, ...(view.columns === null ? {} : { [COLUMNS]: view.columns.join(",") }), [VIEW]: view.id });
}

/** Whether an address asks for nothing of the list: no filter, no columns, no view, no page, no record beside it. */
export function asksForNothing(query: Query): boolean {
  return Object.values(query).every((value) => value === undefined || value === "");
}

const sameFilters = (a: readonly ViewFilter[], b: readonly ViewFilter[]): boolean => {
  const key = (filters: readonly ViewFilter[]): string => filters.map(({ name, value }) => `${name}=${value}`).sort().join("&");
  return key(a) === key(b);
};

/** Whether an address shows something else than the view that it names. */
export function differsFrom(view: Pick<View, "filters" | "columns">, list: AnyList, query: Query): boolean {
  return !sameFilters(view.filters, filtersIn(list.filters, query)) || columnsIn(query)?.join(",") !== view.columns?.join(",");
}

/** Filters of a view that its list does not know (any more). A view that has one shows nothing rather than other rows. */
export function brokenFilters(view: Pick<View, "filters">, list: AnyList): ViewFilter[] {
  return view.filters.filter(({ name, value }) => {
    const filter = list.filters[name];
    return filter === undefined || (filter.word !== undefined && filter.word(value) === undefined);
  });
}
