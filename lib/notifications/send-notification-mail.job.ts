import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { claimNotificationMail } from "./claim-notification-mail.ts";
import { deliverMail } from "./deliver-mail.ts";
import { sendNotificationMailKind } from "./send-notification-mail.kind.ts";

/** Sends one mail of notifications, unless another worker has it or nothing is owed of it any more. */
export const sendNotificationMailJob = defineJob({
  kind: sendNotificationMailKind.kind,
  actor: "system",
  payload: z.strictObject({ mailId: idInput }),
  run: (context, { mailId }) => deliverMail(context, mailId, claimNotificationMail),
});
