import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { openMessage, readPart, requireNotHeld } from "#lib/connections/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";

/** A message as it came (`message.eml`), or one of its files by its place. What a stranger sent is never said to be anything that a browser opens. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; message: string; part: string }> }): Promise<Response> {
  const { org, message: objectId, part } = await params;
  return handleRoute(request, { org }, async (context) => {
    if (part === "message.eml") {
      const { raw, facts } = await openMessage(context, { objectId });
      await requireNotHeld(context, objectId, facts.sha256);
      return attachmentOf(raw, `message-${facts.sha256.slice(0, 12)}.eml`);
    }
    if (!/^\d{1,3}$/.test(part)) throw notFound("part");
    const { bytes, name } = await readPart(context, { objectId, part: Number(part) });
    return attachmentOf(bytes, name);
  });
}

function attachmentOf(bytes: Uint8Array, fileName: string): Promise<Response> {
  return fileResponse({ bytes: once(bytes), byteLength: bytes.length, sha256: sha256Hex(bytes), fileName, mediaType: "application/octet-stream" });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
