import { handleRoute } from "#app/_edge/route-context.ts";
import { countUnread } from "#lib/notifications/index.ts";

/** How many notifications of the engagement are unread, for the bell of every page. */
export async function GET(request: Request, { params }: { params: Promise<{ engagement: string }> }): Promise<Response> {
  const { engagement } = await params;
  return handleRoute(request, { engagement }, async (context) => Response.json({ unread: await countUnread(context, {}) }, { headers: { "cache-control": "no-store" } }));
}
