import { XLSX_ROWS } from "#lib/spreadsheets/index.ts";
import { ExportMenu } from "./export-menu.tsx";
import { exportHref } from "./export-address.ts";
import type { Listing } from "./open-listing.ts";

/** What can be done with a list as a whole, at the right end of its toolbar. */
export function ListTools<Row extends object, Extra extends object>({ listing }: { listing: Listing<Row, Extra> }) {
  return <ExportMenu csvHref={exportHref(listing, "csv")} xlsxHref={exportHref(listing, "xlsx")} xlsxRows={XLSX_ROWS - 1} />;
}
