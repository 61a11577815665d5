import type { Query } from "#app/_ui/list-state.ts";
import { EXPORT_FORMATS, type ExportFormat } from "#lib/views/index.ts";
import type { AnyList, ListFilter, ListPlace } from "./define-list.ts";
import { listPath } from "./list-path.ts";

/** The filters of an address that the list knows, in the list's own order. */
export function filtersIn(filters: Readonly<Record<string, ListFilter>>, query: Query): { name: string; value: string }[] {
  return Object.keys(filters).flatMap((name) => {
    const value = query[name];
    return typeof value === "string" && value.trim() !== "" ? [{ name, value: value.trim() }] : [];
  });
}

/** Where a list as it stands can be had as a file. The columns are named, so that the file is what was on screen. */
export function exportHref(list: AnyList, place: ListPlace, columns: readonly string[], format: ExportFormat): string {
  const query = new URLSearchParams({ format, columns: columns.join(",") });
  for (const { name, value } of filtersIn(list.filters, place.query)) query.set(name, value);
  return `${listPath(`lists/${list.key}/file`, place.org, place.portal)}?${query.toString()}`;
}

export type ExportRequest = { format: ExportFormat | undefined; columns: string[] | undefined; query: Query };

/** What such an address asks for. */
export function exportRequest(list: AnyList, address: URL): ExportRequest {
  const { searchParams } = address;
  const columns = searchParams.get("columns");
  return {
    format: EXPORT_FORMATS.find((one) => one === searchParams.get("format")),
    columns: columns === null ? undefined : columns.split(",").filter((one) => one !== ""),
    query: Object.fromEntries(Object.keys(list.filters).flatMap((name) => (searchParams.get(name) === null ? [] : [[name, searchParams.get(name) ?? ""]]))),
  };
}
