import { handleRoute } from "#app/_edge/route-context.ts";
import { exportList } from "#app/_list/export-list.ts";
import { PORTAL_LISTS } from "#app/_list/lists.ts";
import { readEngagement } from "#lib/engagements/index.ts";

/** A list of the portal as a file, within the engagement. */
export async function GET(request: Request, { params }: { params: Promise<{ engagement: string; list: string }> }): Promise<Response> {
  const { engagement: org, list: key } = await params;
  return handleRoute(request, { engagement: org }, async (context) => {
    const { timeZone: zone, name: within } = await readEngagement(context, { engagementId: org });
    return exportList(context, PORTAL_LISTS.find((list) => list.key === key), { org, portal: true, zone, within, address: new URL(request.url) });
  });
}
