import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { periodAsked } from "#app/_framework/readiness-list.tsx";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { readinessPdf, readReadinessOf } from "#lib/readiness/index.ts";
import { beginExport, endExport } from "#lib/views/index.ts";

/** Readiness for an edition in a period as a PDF: what its page shows for the same address. The audit trail keeps who took it out. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; framework: string }> }): Promise<Response> {
  const { org, framework: key } = await params;
  return handleRoute(request, { org }, async (context) => {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const period = periodAsked(query);
    const page = await readReadinessOf(context, { key, ...(period === undefined ? {} : { period }) });
    const { name } = await readOrganization(context, {});
    const at = context.clock.now();
    const filters = [{ name: "framework", value: key }, ...(period === undefined ? [] : [{ name: "from", value: period.firstDay }, { name: "to", value: period.lastDay }])];
    const { id } = await beginExport(context, { list: "readiness", format: "pdf", columns: [], filters });
    const pdf = await readinessPdf(page, { organization: name, at });
    await endExport(context, { export: id, rows: page.rows.length, complete: true, sha256: sha256Hex(pdf) });
    return fileResponse({ bytes: (async function* () { yield pdf; })(), byteLength: pdf.length, fileName: `${org}-${key}-readiness-${page.period.firstDay}-${page.period.lastDay}.pdf`, mediaType: "application/pdf" });
  });
}
