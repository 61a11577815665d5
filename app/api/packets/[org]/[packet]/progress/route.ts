import { handleRoute } from "#app/_edge/route-context.ts";
import { readPacketProgress } from "#lib/packets/index.ts";

/** Where the making of a packet stands, for the page that waits for it. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; packet: string }> }): Promise<Response> {
  const { org, packet } = await params;
  return handleRoute(request, { org }, async (context) => Response.json(await readPacketProgress(context, { packetId: packet }), { headers: { "cache-control": "no-store" } }));
}
