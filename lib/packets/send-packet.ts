import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { countDeliveries } from "./delivery.repository.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { recipientInput } from "./packet-record.ts";
import { requirePacket, requireSealed } from "./packet.repository.ts";
import { putDeliveries } from "./put-deliveries.ts";

/**
 * Mails recipients a personal link to the report of a sealed packet. Who has a link that is still valid gets no second mail.
 *
 * @throws AppError not_found; precondition_failed while the packet is not sealed; limit_exceeded
 */
export const sendPacket = defineVerb({
  name: "packets.send",
  permission: "packets.create",
  effect: "write",
  input: z.strictObject({
    packetId: idInput,
    recipients: z.array(recipientInput).min(1, "Name at least one recipient.").max(PACKET_LIMITS.recipients, `At most ${PACKET_LIMITS.recipients} recipients.`),
  }),
  async run(args): Promise<{ mailed: number; hadLink: number }> {
    const { tx, scope, context, input, unchanged } = args;
    const packet = await requirePacket(tx, scope, input.packetId);
    requireSealed(packet);
    if ((await countDeliveries(tx, context.organizationId, packet.id)) + input.recipients.length > PACKET_LIMITS.deliveries) {
      throw new AppError("limit_exceeded", "packet_deliveries", `A packet has at most ${PACKET_LIMITS.deliveries} recipients.`);
    }
    const due = await putDeliveries(args, packet.id, input.recipients);
    if (due === 0) unchanged();
    return { mailed: due, hadLink: input.recipients.length - due };
  },
});
