import { handleRoute } from "#app/_edge/route-context.ts";
import { countUnread } from "#lib/notifications/index.ts";

/** How many notifications are unread, for the bell of every page. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string }> }): Promise<Response> {
  const { org } = await params;
  return handleRoute(request, { org }, async (context) => Response.json({ unread: await countUnread(context, {}) }, { headers: { "cache-control": "no-store" } }));
}
