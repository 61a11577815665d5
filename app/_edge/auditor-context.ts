import { cache } from "react";
import { notFound, redirect } from "next/navigation";
import { enterEngagement } from "#lib/identity/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { factorSetUpPath, signInPath } from "./own-path.ts";
import { owesSecondFactor, requestedPath } from "./page-context.ts";
import { setRegionOfRequest } from "./region-of-request.ts";
import { currentSession, requestId } from "./session.ts";

/**
 * The context for a page or action of the auditor portal. An engagement that does not exist, has ended for this
 * person, or is another auditor's, is the same 404.
 */
export const auditorContext = cache(async (engagementId: string): Promise<Context> => {
  const session = await currentSession();
  if (session === null) redirect(signInPath(await requestedPath(`/auditor/${engagementId}`)));
  const context = await enterEngagement(engagementId, { memberships: session.memberships, requestId: requestId(), clock: runtime().clock });
  if (context === null) notFound();
  if (owesSecondFactor(context)) redirect(factorSetUpPath(await requestedPath(`/auditor/${engagementId}`)));
  setRegionOfRequest(context.region);
  return context;
});
