import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { requireInvitation, settleInvitation } from "./invitation.repository.ts";

/**
 * Withdraws an invitation: its links say so from now on.
 *
 * @throws AppError not_found; precondition_failed when it was accepted meanwhile
 */
export const revokeInvitation = defineVerb({
  name: "people.revoke_invitation",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ invitationId: idInput }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<void> {
    const { organizationId } = context;
    const invitation = await requireInvitation(tx, organizationId, input.invitationId);
    if (invitation.status === "revoked") return unchanged();
    if (!(await settleInvitation(tx, organizationId, invitation.id, { status: "revoked" }, now))) {
      throw new AppError("precondition_failed", "invitation_accepted", "This invitation was accepted meanwhile. Remove the person instead.");
    }
    await audit({ action: "invitation.revoked", subjectKind: "invitation", subjectId: invitation.id, changes: { email: invitation.email } });
  },
});
