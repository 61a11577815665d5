import { handleRoute } from "#app/_edge/route-context.ts";
import { readCheckpoint, readTimeStamp } from "#lib/ledger/index.ts";
import { notFound } from "#lib/platform/errors.ts";

const FILE = /^(\d{1,14})\.(note|tsr)$/;

/** A checkpoint as a signed note, or what an authority attested of it (RFC 3161), for whoever judges them elsewhere. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; file: string }> }): Promise<Response> {
  const { org, file } = await params;
  return handleRoute(request, { org }, async (context) => {
    const [, digits, kind] = FILE.exec(file) ?? [];
    if (digits === undefined) throw notFound("checkpoint");
    const size = Number(digits);
    if (kind === "note") return attached(file, "text/plain; charset=utf-8", (await readCheckpoint(context, { size })).note);
    return attached(file, "application/timestamp-reply", new Uint8Array((await readTimeStamp(context, { size })).reply));
  });
}

function attached(fileName: string, mediaType: string, body: BodyInit): Response {
  return new Response(body, { headers: { "content-type": mediaType, "content-disposition": `attachment; filename="checkpoint-${fileName}"`, "cache-control": "no-store" } });
}
