import { cache } from "react";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { enterOrganization } from "#lib/identity/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { companySignInPath, factorSetUpPath, signInPath } from "./own-path.ts";
import { setRegionOfRequest } from "./region-of-request.ts";
import { currentSession, requestId } from "./session.ts";

/** Set by proxy.ts: the path and query that the browser asked for. A server component cannot know them otherwise. */
const PATH_HEADER = "x-tickmark-path";

/** The address of this request, to come back to after sign-in. */
export async function requestedPath(fallback: string): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? fallback;
}

/**
 * The context for a page or action of the workspace. Sends who is not signed in to sign-in and back, and an auditor to
 * the portal; an organization that does not exist and one that the person does not belong to are the same 404.
 * Computed once per request: the layout and its page share it.
 */
export const pageContext = cache(async (orgSlug: string): Promise<Context> => {
  const session = await currentSession();
  if (session === null) redirect(signInPath(await requestedPath(`/${orgSlug}`)));
  const context = await enterOrganization(orgSlug, { memberships: session.memberships, requestId: requestId(), clock: runtime().clock });
  if (context === null) notFound();
  if (owes(context, "provider")) redirect(companySignInPath(orgSlug, await requestedPath(`/${orgSlug}`)));
  if (owesSecondFactor(context)) redirect(factorSetUpPath(await requestedPath(`/${orgSlug}`)));
  if (context.actor.kind === "member" && context.actor.role === "auditor") {
    const { engagement } = context.actor;
    redirect(engagement === null ? "/" : `/auditor/${engagement.id}`);
  }
  setRegionOfRequest(context.region);
  return context;
});

/** Whether everything of the organization would be refused to this person until they have a second factor. */
export function owesSecondFactor(context: Context): boolean {
  return owes(context, "second_factor");
}

function owes({ actor }: Context, what: "second_factor" | "provider"): boolean {
  return actor.kind === "member" && actor.owes === what;
}
