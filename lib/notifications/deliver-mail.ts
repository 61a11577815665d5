import type { Context } from "#lib/platform/context.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { isRefusedForGood, mailProblem } from "#lib/platform/mail-text.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { endNotificationMail, returnNotificationMail } from "./claim-notification-mail.ts";

/**
 * Hands one mail to the mail server, if it can be taken. A try that fails gives it back for later; a worker that dies between
 * the mail server's word and ours leaves it to be sent again under the same Message-ID.
 */
export async function deliverMail(context: Context, mailId: string, claim: (context: Context, input: { mailId: string }) => Promise<Mail | null>): Promise<void> {
  const mail = await claim(context, { mailId });
  if (mail === null) return;
  try {
    await runtime().mailer.send(mail);
  } catch (error) {
    log.error("notification.mail_failed", { mail: mailId, ...errorFields(error) });
    await returnNotificationMail(context, { mailId, problem: mailProblem(error), final: isRefusedForGood(error) });
    return;
  }
  await endNotificationMail(context, { mailId });
}
