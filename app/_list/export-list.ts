import { createHash } from "node:crypto";
import { fileResponse } from "#app/_edge/file-response.ts";
import { formatInstant } from "#app/_ui/format-time.ts";
import { fixedClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { NEUTRAL_REGION } from "#lib/platform/region.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { csvFile, XLSX_ROWS, xlsxFile, type Sheet, type Written } from "#lib/spreadsheets/index.ts";
import { beginExport, endExport, type ExportFormat } from "#lib/views/index.ts";
import type { AnyList, ListRows } from "./define-list.ts";
import { exportRequest, filtersIn } from "./export-address.ts";
import { listPath } from "./list-path.ts";

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
/** Pixels of a column that show one character of a spreadsheet. */
const PIXELS = 7;
/** Characters that a column without a width gets: it takes what is left on screen. */
const WIDE = 48;

type From = { org: string; portal: boolean; zone: string; /** The engagement that limits what is shown. */ within?: string; address: URL };

/**
 * A list as a file: what its page shows for the same address, all pages of it. Statuses are judged as of one instant;
 * rows are read stretch by stretch, so memory does not grow with them, and between two instants that the file names.
 *
 * @throws AppError not_found for a list that is not there, validation, limit_exceeded, and what the list's verb refuses with
 */
export async function exportList(context: Context, list: AnyList | undefined, from: From): Promise<Response> {
  if (list === undefined) throw notFound("list");
  const { format, columns, query } = exportRequest(list, from.address);
  if (format === undefined) throw new AppError("validation", "format_unknown", "A list is exported as csv or as xlsx.");
  const asOf = context.clock.now();
  const { org, portal, zone } = from;
  const place = { org, portal, path: listPath(list.page, org, portal), query, zone };
  const rows = await list.everyRow({ ...context, clock: fixedClock(asOf) }, place, columns);
  if (rows.columns.length === 0) throw new AppError("validation", "no_columns", "Choose at least one column.");
  const organization = await readOrganization(context, {});
  const begun = await beginExport(context, { list: list.key, format, columns: rows.columns.map(({ id }) => id), filters: filtersIn(list.filters, query) });
  const sheet = sheetOf(list, rows, { from, asOf, organization: organization.name, context, exportId: begun.id, query });
  const fileName = `${organization.slug}-${list.key.replaceAll("_", "-")}-${dayOf(asOf, zone)}.${format}`;
  return fileResponse({ bytes: told(context, begun.id, format, sheet), fileName, mediaType: MEDIA_TYPES[format] });
}

type About = { from: From; asOf: Date; organization: string; context: Context; exportId: string; query: Readonly<Record<string, unknown>> };

/** The rows with what must stand beside them: what the view was, who took it out, when. */
function sheetOf(list: AnyList, { columns, rows }: ListRows, { from: { zone, within }, asOf, organization, context, exportId, query }: About): Sheet {
  const at = (instant: Date): string => `${formatInstant(instant, zone, "second", NEUTRAL_REGION)} (${zone})`;
  return {
    title: list.title,
    headers: columns.map(({ header }) => header),
    widths: columns.map(({ width }) => (width === undefined ? WIDE : Math.max(8, Math.round(width / PIXELS)))),
    rows,
    zone,
    preface: [
      `${list.title} of ${organization}${within === undefined ? "" : `, within the engagement ${within}`}.`,
      viewWords(list, query),
      `${isOfPast(list, query) ? "Read" : "As of"} ${at(asOf)}; times are those of ${zone}.`,
      `Exported from Tickmark by ${context.actor.name}, export ${exportId}.`,
    ],
    ending: ({ rows: count, complete }) =>
      complete
        ? `End of the export: ${count.toLocaleString("en-GB")} ${count === 1 ? "row" : "rows"}, read until ${at(context.clock.now())}. A file without this line is not whole.`
        : `Not the whole view: a sheet holds ${XLSX_ROWS.toLocaleString("en-GB")} rows, so these are the first ${count.toLocaleString("en-GB")}. The CSV file has all of them.`,
  };
}

/** Whether the rows are those of another day than that of the export; which one stands among the filters. */
function isOfPast(list: AnyList, query: About["query"]): boolean {
  return filtersIn(list.filters, query as Record<string, string>).some(({ name }) => name === "asOf");
}

function viewWords(list: AnyList, query: About["query"]): string {
  const words = filtersIn(list.filters, query as Record<string, string>).map(({ name, value }) => {
    const filter = list.filters[name]!;
    return `${filter.label} ${filter.operator ?? "is"} ${filter.word?.(value) ?? value}`;
  });
  return words.length === 0 ? "The whole list, no filter." : `Filtered: ${words.join("; ")}.`;
}

/** The file's bytes; the audit trail learns how it ended, also when the reader went away or the rows could not be read. */
async function* told(context: Context, exportId: string, format: ExportFormat, sheet: Sheet): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let read = 0;
  let written: Written | undefined;
  async function* counted(): Sheet["rows"] {
    for await (const row of sheet.rows) {
      read += 1;
      yield row;
    }
  }
  const file = format === "csv" ? csvFile : xlsxFile;
  try {
    for await (const chunk of file({ ...sheet, rows: counted() }, (all) => { written = all; })) {
      hash.update(chunk);
      yield chunk;
    }
  } finally {
    await endExport(context, { export: exportId, rows: written?.rows ?? read, complete: written?.complete ?? false, sha256: written === undefined ? null : hash.digest("hex") });
  }
}
