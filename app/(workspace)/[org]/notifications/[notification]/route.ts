import { handleRoute } from "#app/_edge/route-context.ts";
import { leadToPlace } from "#app/_notifications/open-place.ts";

/** Opens what a notification is about. Links in mails lead here too. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; notification: string }> }): Promise<Response> {
  const { org, notification } = await params;
  return handleRoute(request, { org }, (context) => leadToPlace(context, notification, `/${org}`));
}
