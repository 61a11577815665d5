import { attachment } from "#app/_edge/file-response.ts";
import { httpError } from "#app/_edge/http-error.ts";
import { newRequestId } from "#app/_edge/route-context.ts";
import { readReceipt, receiptPdf } from "#lib/leaving/index.ts";
import { notFound } from "#lib/platform/errors.ts";

/** The receipt of a deletion: the signed document (`receipt.json`), or on paper (`receipt.pdf`). */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string; token: string; file: string }> }): Promise<Response> {
  const { id, token, file } = await params;
  try {
    const view = await readReceipt(id, token);
    if (view?.outcome !== "destroyed" || (file !== "receipt.json" && file !== "receipt.pdf")) throw notFound("receipt");
    const isJson = file === "receipt.json";
    const bytes = isJson ? Buffer.from(view.document) : await receiptPdf(view.document);
    return new Response(new Uint8Array(bytes), {
      headers: {
        "content-type": isJson ? "application/json" : "application/pdf",
        "content-disposition": attachment(`${id}.${isJson ? "json" : "pdf"}`),
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
      },
    });
  } catch (error) {
    return httpError(error, newRequestId());
  }
}
