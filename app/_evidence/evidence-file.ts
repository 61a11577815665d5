import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { readEvidence } from "#lib/evidence/index.ts";

/**
 * The answer of a download route: the bytes of an evidence's file, for whoever may read the evidence. Always an
 * attachment that no browser interprets: what people upload is not trusted to be what it says.
 *
 * @throws AppError not_found, also when the evidence has no file
 */
export async function evidenceFile(context: Context, reference: string): Promise<Response> {
  const evidence = await readEvidence(context, { reference });
  if (evidence.blobSha256 === null || evidence.fileName === null) throw notFound("file");
  const bytes = runtime().blobs.read(context.organizationId, evidence.blobSha256);
  // The first chunk is read before the headers leave, so that missing or altered bytes are an error and not a short file.
  const first = await bytes.next();
  return new Response(streamOf(first, bytes), {
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(evidence.byteLength ?? 0n),
      "content-disposition": attachment(evidence.fileName),
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
      digest: `sha-256=${Buffer.from(evidence.blobSha256, "hex").toString("base64")}`,
    },
  });
}

function streamOf(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.done === true) controller.close();
      else controller.enqueue(new Uint8Array(first.value));
    },
    async pull(controller) {
      const next = await rest.next();
      if (next.done === true) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    async cancel() {
      await rest.return(undefined);
    },
  });
}

/** A Content-Disposition (RFC 6266) with an ASCII name for old readers and the whole name in UTF-8 (RFC 8187). */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
