import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { readStatement, statementPdf, statementXlsx } from "#lib/applicability/index.ts";
import { notFound } from "#lib/platform/errors.ts";

/** An issued statement of applicability as a file: `pdf` or `xlsx`. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; framework: string; version: string; format: string }> }): Promise<Response> {
  const { org, framework, version, format } = await params;
  return handleRoute(request, { org }, async (context) => {
    if (!/^\d{1,6}$/.test(version) || (format !== "pdf" && format !== "xlsx")) throw notFound("statement");
    const { content, sha256 } = await readStatement(context, { frameworkKey: framework, version: Number(version) });
    const fileName = `${org}-${framework}-statement-of-applicability-${version}.${format}`;
    if (format === "xlsx") return fileResponse({ bytes: statementXlsx(content, sha256), fileName, mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
    const pdf = await statementPdf(content, sha256);
    return fileResponse({ bytes: (async function* () { yield pdf; })(), byteLength: pdf.length, fileName, mediaType: "application/pdf" });
  });
}
