import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newInvitationLink } from "./invitation-link.ts";
import { addLink, requireInvitation } from "./invitation.repository.ts";

/**
 * Makes a link to hand over in person, for where mail does not reach. It is answered once and kept nowhere; links made
 * before, and the mailed one, work beside it until one is used.
 *
 * @throws AppError not_found; precondition_failed when the invitation is open no more
 */
export const makeInvitationLink = defineVerb({
  name: "people.make_invitation_link",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ invitationId: idInput }),
  async run({ tx, context, input, now, audit }): Promise<{ url: string; expiresAt: Date }> {
    const invitation = await requireInvitation(tx, context.organizationId, input.invitationId);
    if (invitation.status !== "pending" || invitation.expiresAt <= now) {
      throw new AppError("precondition_failed", "invitation_not_open", "This invitation is not open any more. Invite the address again.");
    }
    const { url, tokenHash } = newInvitationLink();
    await addLink(tx, tokenHash, invitation.id);
    await audit({ action: "invitation.link_made", subjectKind: "invitation", subjectId: invitation.id, changes: { for: "handing_over", expires_at: invitation.expiresAt.toISOString() } });
    return { url, expiresAt: invitation.expiresAt };
  },
});
