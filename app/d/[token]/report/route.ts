import { httpError } from "#app/_edge/http-error.ts";
import { newRequestId } from "#app/_edge/route-context.ts";
import { sendPart } from "#app/_packet/packet-download.ts";
import { openDelivery } from "#lib/packets/index.ts";

/**
 * The report behind a personal link. POST, so that programs which follow links neither get nor count it. The token in the
 * address is all the authority there is; nobody's cookie is read.
 */
export async function POST(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const requestId = newRequestId();
  try {
    const download = await openDelivery(token, requestId);
    // Back to the page, which says the same of an expired link and of one that never was.
    if (download === null) return new Response(null, { status: 303, headers: { location: `/d/${encodeURIComponent(token)}` } });
    return await sendPart(download.organizationId, download);
  } catch (error) {
    return httpError(error, requestId);
  }
}
