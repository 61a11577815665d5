import { handleRoute } from "#app/_edge/route-context.ts";
import { leadToPlace } from "#app/_notifications/open-place.ts";

/** Opens what a notification is about, within the engagement. Links in mails lead here too. */
export async function GET(request: Request, { params }: { params: Promise<{ engagement: string; notification: string }> }): Promise<Response> {
  const { engagement, notification } = await params;
  return handleRoute(request, { engagement }, (context) => leadToPlace(context, notification, `/auditor/${engagement}`));
}
