import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { renewInvitation, requireInvitation } from "./invitation.repository.ts";
import { PEOPLE_LIMITS } from "./limits.ts";
import { mailInvitationsKind } from "./mail-invitations.kind.ts";

/**
 * Mails a new link and opens the invitation for its full time again, also after it has expired. Its earlier links end.
 *
 * @throws AppError not_found; precondition_failed when it was answered or withdrawn
 */
export const resendInvitation = defineVerb({
  name: "people.resend_invitation",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ invitationId: idInput }),
  async run({ tx, context, input, now, audit, enqueue }): Promise<void> {
    const { organizationId } = context;
    const { id, email } = await requireInvitation(tx, organizationId, input.invitationId);
    const expiresAt = new Date(now.getTime() + PEOPLE_LIMITS.invitationDays * 86_400_000);
    if (!(await renewInvitation(tx, organizationId, id, expiresAt))) {
      throw new AppError("precondition_failed", "invitation_settled", "This invitation was answered or withdrawn meanwhile.");
    }
    await enqueue(mailInvitationsKind, { invitationIds: [id] }, id);
    await audit({ action: "invitation.sent_again", subjectKind: "invitation", subjectId: id, changes: { email, expires_at: expiresAt.toISOString() } });
  },
});
