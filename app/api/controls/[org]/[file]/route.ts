import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { CONTROL_SHEETS, controlSheet, exportSheet } from "#lib/control-import/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { notFound } from "#lib/platform/errors.ts";

const MEDIA_TYPES = { csv: "text/csv; charset=utf-8; header=present", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } as const;

/** The organization's controls as a spreadsheet that an import reads again, or its columns alone. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; file: string }> }): Promise<Response> {
  const { org, file } = await params;
  return handleRoute(request, { org }, async (context) => {
    const sheet = CONTROL_SHEETS.find((one) => one === file);
    if (sheet === undefined) throw notFound("sheet");
    const rows = await exportSheet(context, {});
    const { timeZone } = await readOrganization(context, {});
    const bytes = controlSheet(sheet, sheet.startsWith("template") ? [] : rows, timeZone);
    return fileResponse({ bytes, fileName: `${org}-${sheet}`, mediaType: MEDIA_TYPES[sheet.endsWith(".csv") ? "csv" : "xlsx"] });
  });
}
