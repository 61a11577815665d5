import { randomUUID } from "node:crypto";
import { blobFault } from "#lib/platform/blob-store/index.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { readWatched, type Damage } from "#lib/stored-files/index.ts";
import { PREVIEW_LIMITS } from "./limits.ts";
import { escaped, previewDocument, STYLE_SOURCE } from "./preview-document.ts";
import type { PreviewTicket } from "./preview-link.ts";
import { previewRefusal, renderPreview } from "./render-preview.ts";

/**
 * What the preview origin answers. Each document is sandboxed: it has no origin, so no cookies, no storage and no way to the
 * application, whatever it is. Only the one that draws a PDF runs scripts, which are ours; a picture is one by its media type, and
 * nothing is guessed.
 */
export async function answerPreview(request: Request, ticket: PreviewTicket): Promise<Response> {
  const { previewUrl } = runtime();
  // The same address on the application's own origin shows nothing.
  if (previewUrl === undefined || request.headers.get("host") !== new URL(previewUrl).host) return new Response(null, { status: 404 });
  const reading = { organizationId: ticket.organizationId, requestId: randomUUID(), clock: runtime().clock };
  const bytes = () => readWatched(reading, ticket.sha256);
  try {
    if (ticket.kind === "image") return answer(await whole(bytes(), PREVIEW_LIMITS.imageBytes), ticket.mediaType, PICTURE);
    if (ticket.kind !== "pdf") return answer(await renderPreview({ ticket, bytes }), HTML, DOCUMENT);
    if (new URL(request.url).searchParams.has("bytes")) return answer(await whole(bytes(), PREVIEW_LIMITS.pdfBytes), "application/octet-stream", PICTURE, { "access-control-allow-origin": "*" });
    const source = `${new URL(request.url).pathname}?bytes`;
    const body = `<main data-src="${escaped(source)}" data-most="${PREVIEW_LIMITS.pdfPages}"></main><script type="module" src="/preview/pdf/viewer.mjs"></script>`;
    return answer(previewDocument(ticket.fileName, body), HTML, `sandbox allow-scripts; default-src 'none'; script-src ${previewUrl}/preview/pdf/; connect-src ${previewUrl}/preview/; img-src data: blob:; style-src ${STYLE_SOURCE}`);
  } catch (error) {
    const fault = blobFault(error);
    if (fault !== null) return refusePreview(...DAMAGED[fault]);
    log.error("preview.failed", { organization: ticket.organizationId, ...errorFields(error) });
    return refusePreview("It cannot be shown. Download it.", 500);
  }
}

/** What is said instead of a file that is damaged where it is stored, and the status of the answer. */
const DAMAGED: Readonly<Record<Damage, [string, number]>> = {
  missing: ["The file is missing from where it was stored. Its hash, and the record of it, are still there.", 410],
  altered: ["The file was altered where it lies. It is not shown, because it is not what was submitted.", 409],
  unreadable: ["The disk does not give the file out, or its key does not open. Whether it is whole is not known.", 503],
};

const HTML = "text/html; charset=utf-8";
const DOCUMENT = `sandbox; default-src 'none'; style-src ${STYLE_SOURCE}`;
const PICTURE = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'";

export function refusePreview(sentence: string, status: number): Response {
  return answer(previewRefusal(sentence), HTML, DOCUMENT, {}, status);
}

function answer(body: string | Buffer, type: string, policy: string, more: Record<string, string> = {}, status = 200): Response {
  return new Response(typeof body === "string" ? body : new Uint8Array(body), {
    status,
    headers: {
      "content-type": type, "x-content-type-options": "nosniff", "cache-control": "private, no-store", "referrer-policy": "no-referrer", "cross-origin-resource-policy": "cross-origin",
      "content-security-policy": `${policy}; base-uri 'none'; form-action 'none'; frame-ancestors ${runtime().baseUrl}`, ...more,
    },
  });
}

async function whole(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > most) throw new Error("the file is larger than its ticket says");
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}
