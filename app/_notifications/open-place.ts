import type { Context } from "#lib/platform/context.ts";
import { openNotification } from "#lib/notifications/index.ts";

/** Marks a notification as read and leads on to what it is about, below the address given. */
export async function leadToPlace(context: Context, id: string, home: string): Promise<Response> {
  const { place } = await openNotification(context, { id });
  const location = place.startsWith("/") ? place : place === "" ? home : `${home}/${place}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
