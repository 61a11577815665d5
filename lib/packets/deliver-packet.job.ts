import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { defineJob } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { mailProblem } from "#lib/platform/mail-text.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { deliverPacketKind } from "./deliver-packet.kind.ts";
import { listUnsentDeliveries } from "./list-unsent-deliveries.ts";
import { prepareDelivery } from "./prepare-delivery.ts";
import { recordSending } from "./record-sending.ts";

/**
 * Mails each recipient of a packet the link to its report, one by one. Who has had the mail is passed over, so the job may
 * run again; a mail that left while its record did not is sent again under the same Message-ID.
 */
export const deliverPacketJob = defineJob({
  kind: deliverPacketKind.kind,
  actor: "system",
  payload: z.strictObject({ packetId: idInput }),
  async run(context, { packetId }, progress) {
    const deliveries = await listUnsentDeliveries(context, { packetId });
    let refused = 0;
    for (const [index, deliveryId] of deliveries.entries()) {
      await progress("mail", index / deliveries.length);
      if (!(await deliver(context, deliveryId))) refused += 1;
    }
    if (refused > 0) throw new AppError("internal", "mail_not_sent", `${refused} of ${deliveries.length} mails could not be sent.`);
  },
});

/** Sends one mail. False when the mail server could not take it: the others must not wait for it. */
async function deliver(context: Context, deliveryId: string): Promise<boolean> {
  const mail = await prepareDelivery(context, { deliveryId }).catch(sentMeanwhile);
  if (mail === null) return true;
  try {
    await runtime().mailer.send(mail);
  } catch (error) {
    log.error("packet.mail_failed", { delivery: deliveryId, ...errorFields(error) });
    await recordSending(context, { deliveryId, problem: mailProblem(error) });
    return false;
  }
  await recordSending(context, { deliveryId });
  return true;
}

function sentMeanwhile(error: unknown): null {
  if (isAppError(error, "conflict")) return null;
  throw error;
}
