import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { isRefusedForGood, mailProblem } from "#lib/platform/mail-text.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { claimNotificationMail, endNotificationMail, returnNotificationMail } from "./claim-notification-mail.ts";
import { sendNotificationMailKind } from "./send-notification-mail.kind.ts";

/**
 * Sends one mail, unless another worker has it or nothing is owed of it any more. A try that fails gives the mail back for
 * later; a worker that dies between the mail server's word and ours leaves it to be sent again under the same Message-ID.
 */
export const sendNotificationMailJob = defineJob({
  kind: sendNotificationMailKind.kind,
  actor: "system",
  payload: z.strictObject({ mailId: idInput }),
  async run(context, { mailId }) {
    const mail = await claimNotificationMail(context, { mailId });
    if (mail === null) return;
    try {
      await runtime().mailer.send(mail);
    } catch (error) {
      log.error("notification.mail_failed", { mail: mailId, ...errorFields(error) });
      await returnNotificationMail(context, { mailId, problem: mailProblem(error), final: isRefusedForGood(error) });
      return;
    }
    await endNotificationMail(context, { mailId });
  },
});
