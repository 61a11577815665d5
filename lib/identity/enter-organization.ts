import type { Clock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { organizationOfSlug } from "./identity.repository.ts";
import { memberContext, type Entrance } from "./member-context.ts";

type Visitor = { memberships: readonly Entrance[]; requestId: string; clock: Clock };

/**
 * The context of a signed-in person in the organization that an address names.
 *
 * @returns null alike when there is no such organization and when the person does not belong to it (any more)
 */
export async function enterOrganization(slug: string, visitor: Visitor): Promise<Context | null> {
  const { memberships, requestId, clock } = visitor;
  const organizationId = await organizationOfSlug(runtime().database, slug);
  const membership = memberships.find((row) => row.organizationId === organizationId);
  if (membership === undefined) return null;
  return memberContext({ ...membership, requestId, clock });
}

/**
 * The context of an auditor in one engagement, in whichever organization it is.
 *
 * @returns null when the engagement does not exist, is closed to this person, or they are no auditor
 */
export async function enterEngagement(engagementId: string, visitor: Visitor): Promise<Context | null> {
  const { memberships, requestId, clock } = visitor;
  for (const membership of memberships) {
    const context = await memberContext({ ...membership, engagementId, requestId, clock });
    if (context?.actor.kind === "member" && context.actor.engagement?.id === engagementId) return context;
  }
  return null;
}
