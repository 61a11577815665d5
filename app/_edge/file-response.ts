/** A file to hand over: its bytes, and the name and media type that it goes by; length and hash where it is stored, not made on the way. */
export type FileToSend = { bytes: AsyncGenerator<Uint8Array>; byteLength?: number; sha256?: string; fileName: string; mediaType: string };

/**
 * The answer of a download route: always an attachment that no browser interprets or keeps, with its hash where that is known.
 *
 * @throws what reading the first bytes fails with: missing or altered bytes are an error and not a short file
 */
export async function fileResponse(file: FileToSend): Promise<Response> {
  const first = await file.bytes.next();
  return new Response(streamOf(first, file.bytes), {
    headers: {
      "content-type": file.mediaType,
      ...(file.byteLength === undefined ? {} : { "content-length": String(file.byteLength) }),
      "content-disposition": attachment(file.fileName),
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
      "referrer-policy": "no-referrer",
      ...(file.sha256 === undefined ? {} : { digest: `sha-256=${Buffer.from(file.sha256, "hex").toString("base64")}` }),
    },
  });
}

/** Sends what was read already, then the rest as it is asked for; stops reading when the reader goes away. */
function streamOf(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
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
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
