import { enterEngagement, enterOrganization } from "#lib/identity/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { maintenanceNow } from "#lib/platform/maintenance.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { httpError } from "./http-error.ts";
import { maintenanceAnswer } from "./maintenance-answer.ts";
import { checkOrigin } from "./request-origin.ts";
import { sessionOf } from "./session.ts";

/** Where a route handler works: in an organization by its slug, or in an engagement by its id. */
export type Place = { org: string } | { engagement: string };

/**
 * The context of a route handler, from the session. Refuses a changing request from another site.
 * An auditor enters by the engagement only; by the slug they are as foreign as anybody.
 *
 * @throws AppError unauthorized, forbidden (origin_refused), not_found
 */
async function routeContext(request: Request, place: Place, requestId = newRequestId()): Promise<Context> {
  checkOrigin(request, runtime().baseUrl);
  const session = await sessionOf(request);
  if (session === null) throw new AppError("unauthorized", "signed_out", "You are signed out. Sign in and try again.");
  const visitor = { memberships: session.memberships, requestId, clock: runtime().clock };
  if ("engagement" in place) {
    const context = await enterEngagement(place.engagement, visitor);
    if (context === null) throw notFound("engagement");
    return context;
  }
  const context = await enterOrganization(place.org, visitor);
  if (context === null || (context.actor.kind === "member" && context.actor.role === "auditor")) throw notFound("organization");
  return context;
}

/** Runs a route handler's work with its context; every error becomes the HTTP answer of its code. */
export async function handleRoute(request: Request, place: Place, work: (context: Context) => Promise<Response>): Promise<Response> {
  const requestId = newRequestId();
  // Uploads and downloads do not pass through proxy.ts.
  const maintenance = await maintenanceNow(runtime().database);
  if (maintenance !== null) return maintenanceAnswer(maintenance, null, "");
  try {
    return await work(await routeContext(request, place, requestId));
  } catch (error) {
    return httpError(error, requestId);
  }
}

export function newRequestId(): string {
  return newId("req", runtime().clock.now().getTime());
}
