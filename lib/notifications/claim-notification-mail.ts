import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { withinReach } from "./gather-mail.ts";
import { kindsFor } from "./inbox.ts";
import { MAIL_LIMITS } from "./mail-limits.ts";
import { endDue, findMailed, isDigest, MAIL_DUE, openEngagements, putDue, releaseMail, requireMail, settleMail } from "./mail.repository.ts";
import { notificationMail } from "./notification-mail.ts";
import { readPreferences } from "./preference.repository.ts";
import { sendNotificationMailKind } from "./send-notification-mail.kind.ts";
import { sendWorkDigestKind } from "./send-work-digest.kind.ts";
import { takeMail } from "./take-mail.ts";

const mailInput = z.strictObject({ mailId: idInput });

/**
 * Takes a mail for this worker alone and writes it, of what is still owed and may still be seen at this moment. Null when
 * another worker has it, it was sent, or nothing is left to say. Whoever takes it and dies gives it up after the lease.
 */
export const claimNotificationMail = defineVerb({
  name: "notifications.claim_mail",
  permission: "system.maintain",
  effect: "write",
  input: mailInput,
  async run({ tx, context: { organizationId }, input: { mailId }, now, unchanged }): Promise<Mail | null> {
    unchanged();
    return takeMail({ tx, organizationId, now }, mailId, async (reader, { security }) => {
      const told = await findMailed(tx, organizationId, mailId, kindsFor(reader.role));
      const news = withinReach(told, reader.role === "auditor" ? await openEngagements(tx, organizationId, reader.memberId, now) : null);
      if (news.length === 0) return null;
      const { rhythm } = await readPreferences(tx, organizationId, reader.memberId);
      return notificationMail({ reader, organizationId, news, timeZone: rhythm.timeZone, security });
    });
  },
});

/** Notes that a mail left. */
export const endNotificationMail = defineVerb({
  name: "notifications.end_mail",
  permission: "system.maintain",
  effect: "write",
  input: mailInput,
  async run({ tx, context: { organizationId }, input: { mailId }, now, unchanged }): Promise<void> {
    unchanged();
    await requireMail(tx, organizationId, mailId);
    await settleMail(tx, organizationId, mailId, "sent", null, now);
    await endDue(tx, MAIL_DUE.again, mailId);
  },
});

/** Gives a mail back that the mail server did not take: for a later try, or for good. */
export const returnNotificationMail = defineVerb({
  name: "notifications.return_mail",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ mailId: idInput, problem: lineInput(200), final: z.boolean() }),
  async run({ tx, context: { organizationId }, input: { mailId, problem, final }, now, unchanged }): Promise<void> {
    unchanged();
    await requireMail(tx, organizationId, mailId);
    const attempts = await releaseMail(tx, organizationId, mailId, problem);
    if (attempts !== null && !final && attempts < MAIL_LIMITS.attempts) return putDue(tx, MAIL_DUE.again, mailId, new Date(now.getTime() + 60_000 * 2 ** (attempts - 1)));
    await settleMail(tx, organizationId, mailId, "failed", problem, now);
    await endDue(tx, MAIL_DUE.again, mailId);
  },
});

/** Puts a mail in line again whose time has come, or whose worker fell silent. */
export const sendMailAgain = defineVerb({
  name: "notifications.send_mail_again",
  permission: "system.maintain",
  effect: "write",
  input: mailInput,
  async run({ tx, context: { organizationId }, input: { mailId }, enqueue, unchanged }): Promise<void> {
    unchanged();
    await requireMail(tx, organizationId, mailId);
    await endDue(tx, MAIL_DUE.again, mailId);
    await enqueue((await isDigest(tx, organizationId, mailId)) ? sendWorkDigestKind : sendNotificationMailKind, { mailId }, mailId);
  },
});
