import { handleRoute } from "#app/_edge/route-context.ts";
import { packetDownload } from "#app/_packet/packet-download.ts";

/** A packet (`zip`) or its report (`report`) as a file. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; packet: string; part: string }> }): Promise<Response> {
  const { org, packet, part } = await params;
  return handleRoute(request, { org }, (context) => packetDownload(context, packet, part));
}
