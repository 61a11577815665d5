import { memberContext, type Entrance } from "#lib/identity/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { ROLE_WORDS } from "#lib/people/client.ts";
import { readFirstScreen } from "./read-first-screen.ts";

/** One place where a person may begin: the organization, and as what they come. */
export type MyPlace = { href: string; organization: string; as: string };

type Visitor = { memberships: readonly Entrance[]; requestId: string; clock: Clock };

/** Where a signed-in person may begin, by name. An auditor begins in the newest engagement that is open to them. */
export async function listMyPlaces({ memberships, requestId, clock }: Visitor): Promise<MyPlace[]> {
  const contexts = await Promise.all(memberships.map((membership) => memberContext({ ...membership, requestId, clock })));
  const places = await Promise.all(contexts.filter((context) => context !== null).map(placeOf));
  return places.filter((place) => place !== null).sort((a, b) => a.organization.localeCompare(b.organization, "en"));
}

async function placeOf(context: Context): Promise<MyPlace | null> {
  const { actor } = context;
  if (actor.kind !== "member") return null;
  const as = ROLE_WORDS[actor.role].label;
  if (actor.role === "auditor") {
    if (actor.engagement === null) return null;
    const { name } = await readOrganization(context, {});
    return { href: `/auditor/${actor.engagement.id}`, organization: name, as };
  }
  const { name, slug } = await readOrganization(context, {});
  return { href: `/${slug}/${(await readFirstScreen(context, {})) ?? ""}`, organization: name, as };
}
