import { handleRoute } from "#app/_edge/route-context.ts";
import { packetDownload } from "#app/_packet/packet-download.ts";

/** A packet (`zip`) or its report (`report`) as a file, for an auditor of the engagement that it was made for. */
export async function GET(request: Request, { params }: { params: Promise<{ engagement: string; packet: string; part: string }> }): Promise<Response> {
  const { engagement, packet, part } = await params;
  return handleRoute(request, { engagement }, (context) => packetDownload(context, packet, part));
}
