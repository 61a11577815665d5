import { z } from "zod";
import { defineVerb, idInput, type Scope } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { newDeliveryLink } from "./delivery-link.ts";
import { deliveryMail, type DeliveryMailFacts } from "./delivery-mail.ts";
import { addToken, requireDelivery, type DeliveryRow } from "./delivery.repository.ts";
import { packetName, readManifest } from "./packet-record.ts";
import { requirePacket, requireSealed, senderOf } from "./packet.repository.ts";
import { countStatuses } from "./status-words.ts";

/**
 * Makes the link of a delivery and writes its mail. The token stands in the mail alone; a run that is cut off before the mail
 * left makes another one, and the first stays unknown to everybody.
 *
 * @throws AppError conflict when the mail was sent meanwhile
 */
export const prepareDelivery = defineVerb({
  name: "packets.prepare_delivery",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ deliveryId: idInput }),
  async run({ tx, scope, context, input, audit }) {
    const delivery = await requireDelivery(tx, context.organizationId, input.deliveryId);
    if (delivery.sentAt !== null) throw new AppError("conflict", "delivery_sent", "The mail was sent already.");
    const { url, tokenHash } = newDeliveryLink();
    await addToken(tx, tokenHash, delivery.id, delivery.expiresAt);
    await audit({ action: "packet_delivery.link_made", subjectKind: "packet", subjectId: delivery.packetId, changes: { delivery: delivery.id, expires_at: delivery.expiresAt.toISOString() } });
    const facts = await mailFacts(tx, scope, delivery, url);
    return {
      // Renewed, it is another mail; sent twice after a crash, it is the same.
      id: `${delivery.id}-${delivery.createdAt.getTime()}`,
      to: { name: delivery.recipientName, address: delivery.recipientEmail },
      ...deliveryMail(facts),
    };
  },
});

async function mailFacts(tx: TenantTransaction, scope: Scope, delivery: DeliveryRow, link: string): Promise<DeliveryMailFacts> {
  const packet = await requirePacket(tx, scope, delivery.packetId);
  const manifest = readManifest(requireSealed(packet).manifest);
  const [control] = await requireControls(tx, scope, [packet.controlId]);
  const sender = await senderOf(tx, scope.organizationId);
  return {
    organizationName: sender.name,
    demo: sender.demo,
    recipientName: delivery.recipientName,
    packetName: packetName(packet.number),
    controlCode: control?.code ?? "",
    controlTitle: control?.title ?? "",
    firstDay: packet.firstDay,
    lastDay: packet.lastDay,
    timeZone: packet.timeZone,
    statusCounts: countStatuses(manifest.requests),
    completeness: manifest.completeness,
    link,
    expiresAt: delivery.expiresAt,
  };
}
