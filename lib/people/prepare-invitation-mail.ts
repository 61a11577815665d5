import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { newInvitationLink } from "./invitation-link.ts";
import { invitationMail } from "./invitation-mail.ts";
import { addLink, requireInvitation } from "./invitation.repository.ts";

/**
 * Makes the link of an invitation and writes its mail. The token stands in the mail alone; a run that is cut off before
 * the mail left makes another one, and the first stays unknown to everybody.
 *
 * @throws AppError conflict when the mail was sent, or the invitation answered or withdrawn, meanwhile
 */
export const prepareInvitationMail = defineVerb({
  name: "people.prepare_invitation_mail",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ invitationId: idInput }),
  async run({ tx, context, input, now, audit }): Promise<Mail> {
    const invitation = await requireInvitation(tx, context.organizationId, input.invitationId);
    const due = invitation.status === "pending" && invitation.mailWanted && invitation.sentAt === null && invitation.expiresAt > now;
    if (!due) throw new AppError("conflict", "invitation_mail_not_due", "The mail of this invitation is not due any more.");
    const organization = await findOrganization(tx, context.organizationId);
    if (organization === null) throw notFound("organization");
    const { url, tokenHash } = newInvitationLink();
    await addLink(tx, tokenHash, invitation.id);
    await audit({ action: "invitation.link_made", subjectKind: "invitation", subjectId: invitation.id, changes: { for: "mail", expires_at: invitation.expiresAt.toISOString() } });
    return {
      // Sent again on request, it is another mail; sent twice after a crash, it is the same.
      id: `${invitation.id}-${invitation.expiresAt.getTime()}`,
      to: { name: invitation.name, address: invitation.email },
      ...invitationMail({ ...invitation, organizationName: organization.name, demo: organization.demo, link: url }),
    };
  },
});
