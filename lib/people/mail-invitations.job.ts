import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { defineJob } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { mailProblem } from "#lib/platform/mail-text.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { PEOPLE_LIMITS } from "./limits.ts";
import { mailInvitationsKind } from "./mail-invitations.kind.ts";
import { prepareInvitationMail } from "./prepare-invitation-mail.ts";
import { recordInvitationMail } from "./record-invitation-mail.ts";

/**
 * Mails each invitation its link, one by one. Who has had the mail, has joined or was withdrawn is passed over, so the
 * job may run again.
 */
export const mailInvitationsJob = defineJob({
  kind: mailInvitationsKind.kind,
  actor: "system",
  payload: z.strictObject({ invitationIds: z.array(idInput).max(PEOPLE_LIMITS.invitationsAtOnce) }),
  async run(context, { invitationIds }, progress) {
    let refused = 0;
    for (const [index, invitationId] of invitationIds.entries()) {
      await progress("mail", index / invitationIds.length);
      if (!(await mail(context, invitationId))) refused += 1;
    }
    if (refused > 0) throw new AppError("internal", "mail_not_sent", `${refused} of ${invitationIds.length} mails could not be sent.`);
  },
});

/** Sends one mail. False when the mail server could not take it: the others must not wait for it. */
async function mail(context: Context, invitationId: string): Promise<boolean> {
  const prepared = await prepareInvitationMail(context, { invitationId }).catch(settledMeanwhile);
  if (prepared === null) return true;
  try {
    await runtime().mailer.send(prepared);
  } catch (error) {
    log.error("invitation.mail_failed", { invitation: invitationId, ...errorFields(error) });
    await recordInvitationMail(context, { invitationId, problem: mailProblem(error) });
    return false;
  }
  await recordInvitationMail(context, { invitationId });
  return true;
}

function settledMeanwhile(error: unknown): null {
  if (isAppError(error, "conflict")) return null;
  throw error;
}
