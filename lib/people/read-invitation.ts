import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findUserByEmail } from "#lib/identity/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { resolveInvitation } from "./invitation-link.ts";
import { requireInvitation } from "./invitation.repository.ts";
import { findMemberOfUser } from "./member.repository.ts";

/** What the holder of a link is shown before accepting. */
export type InvitationOffer = {
  state: "open" | "expired" | "revoked" | "accepted" | "member";
  organizationName: string;
  slug: string;
  demo: boolean;
  email: string;
  name: string;
  role: Role;
  invitedByName: string;
  expiresAt: Date;
  /** Whether the address has an account already: then its holder signs in instead of choosing a password. */
  hasAccount: boolean;
};

/** The invitation behind a link that was found to be one. */
export const readInvitationRecord = defineVerb({
  name: "people.read_invitation",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ invitationId: idInput }),
  async run({ tx, context, input, now }): Promise<InvitationOffer> {
    const { organizationId } = context;
    const invitation = await requireInvitation(tx, organizationId, input.invitationId);
    const organization = await findOrganization(tx, organizationId);
    if (organization === null) throw notFound("organization");
    const account = await findUserByEmail(tx, invitation.email);
    const member = account === null ? null : await findMemberOfUser(tx, organizationId, account.id);
    const { email, name, role, invitedByName, expiresAt } = invitation;
    const settled = invitation.status === "accepted" || invitation.status === "revoked" ? invitation.status : null;
    const isMember = member !== null && member.removedAt === null;
    const state = settled ?? (isMember ? "member" : expiresAt <= now ? "expired" : "open");
    return { state, organizationName: organization.name, slug: organization.slug, demo: organization.demo, email, name, role, invitedByName, expiresAt, hasAccount: account !== null };
  },
});

/**
 * What a link offers. Looking uses nothing up: mail scanners follow links too.
 *
 * @returns null alike for a token that was never given, one that a newer one replaced, and nonsense
 */
export async function readInvitation(token: string, requestId: string): Promise<InvitationOffer | null> {
  const found = await resolveInvitation(token);
  if (found === null) return null;
  return readInvitationRecord(invitationContext(found.organizationId, requestId), { invitationId: found.invitationId });
}

/** Nobody of the organization is signed in behind a link: Tickmark acts, on behalf of whoever holds it. */
export function invitationContext(organizationId: string, requestId: string): Context {
  return { organizationId, actor: { kind: "system", name: "invitation_link" }, requestId, clock: runtime().clock };
}
