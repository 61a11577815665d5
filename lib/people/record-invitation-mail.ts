import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { noteMailed, requireInvitation } from "./invitation.repository.ts";

/** Notes that the mail of an invitation left, or what kept it from leaving. */
export const recordInvitationMail = defineVerb({
  name: "people.record_invitation_mail",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ invitationId: idInput, problem: lineInput(200).optional() }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<void> {
    const { organizationId } = context;
    const invitation = await requireInvitation(tx, organizationId, input.invitationId);
    const noted = await noteMailed(tx, organizationId, invitation.id, input.problem === undefined ? { sentAt: now } : { sendError: input.problem });
    if (!noted) return unchanged();
    const action = input.problem === undefined ? "invitation.mailed" : "invitation.mail_failed";
    await audit({ action, subjectKind: "invitation", subjectId: invitation.id, changes: input.problem === undefined ? {} : { problem: input.problem } });
  },
});
