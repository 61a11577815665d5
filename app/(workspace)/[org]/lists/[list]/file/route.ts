import { handleRoute } from "#app/_edge/route-context.ts";
import { exportList } from "#app/_list/export-list.ts";
import { WORKSPACE_LISTS } from "#app/_list/lists.ts";
import { readOrganization } from "#lib/organizations/index.ts";

/** A list of the workspace as a file: what its page shows for the same address. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; list: string }> }): Promise<Response> {
  const { org, list: key } = await params;
  return handleRoute(request, { org }, async (context) => {
    const { timeZone: zone } = await readOrganization(context, {});
    return exportList(context, WORKSPACE_LISTS.find((list) => list.key === key), { org, portal: false, zone, address: new URL(request.url) });
  });
}
