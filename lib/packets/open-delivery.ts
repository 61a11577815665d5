import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { resolveToken } from "./delivery-link.ts";
import { countDownload, requireDelivery } from "./delivery.repository.ts";
import { downloadOf, type PacketDownload } from "./packet-download.ts";
import { linkContext } from "./read-delivery.ts";
import { requirePacket } from "./packet.repository.ts";

/** Counts a download by a personal link and commits the ledger to it. @throws AppError not_found when the link expired meanwhile */
export const recordDeliveryDownload = defineVerb({
  name: "packets.record_delivery_download",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ deliveryId: idInput }),
  async run({ tx, scope, context, input, now, audit }): Promise<PacketDownload> {
    const { organizationId } = context;
    const delivery = await requireDelivery(tx, organizationId, input.deliveryId);
    const download = downloadOf(await requirePacket(tx, scope, delivery.packetId), "report");
    if (!(await countDownload(tx, organizationId, delivery.id, now))) throw notFound("delivery");
    await appendPendingEntry(tx, context, { kind: "packet.downloaded", subjectId: delivery.packetId, record: { delivery: delivery.id, part: "report", sha256: download.sha256 } });
    await audit({ action: "packet_delivery.downloaded", subjectKind: "packet", subjectId: delivery.packetId, changes: { delivery: delivery.id, part: "report" } });
    return download;
  },
});

/**
 * Opens a personal link for download, and counts it.
 *
 * @returns null alike for a token that was never given, one that has expired, and nonsense
 */
export async function openDelivery(token: string, requestId: string): Promise<(PacketDownload & { organizationId: string }) | null> {
  const found = await resolveToken(token, runtime().clock.now());
  if (found === null) return null;
  const { organizationId, deliveryId } = found;
  return { ...(await recordDeliveryDownload(linkContext(organizationId, requestId), { deliveryId })), organizationId };
}
