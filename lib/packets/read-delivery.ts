import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { REPORT_PATH } from "./bag.ts";
import { resolveToken } from "./delivery-link.ts";
import { requireDelivery } from "./delivery.repository.ts";
import { packetName, readManifest, readOmissions } from "./packet-record.ts";
import { requirePacket, requireSealed, senderOf } from "./packet.repository.ts";
import { countStatuses } from "./status-words.ts";

/** What the holder of a personal link is shown before the download. */
export type DeliveryView = {
  organizationName: string;
  demo: boolean;
  recipientName: string;
  packetName: string;
  controlCode: string;
  controlTitle: string;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  statusCounts: string;
  completeness: string;
  omissions: number;
  sealedAt: Date;
  /** Stands for the whole packet: the value to compare a packet with that came by another way. */
  tagManifestSha256: string;
  reportBytes: number;
  expiresAt: Date;
};

/** The delivery behind a link that was found to be valid. */
export const readDeliveryRecord = defineVerb({
  name: "packets.read_delivery",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ deliveryId: idInput }),
  async run({ tx, scope, context, input, now }): Promise<DeliveryView> {
    const delivery = await requireDelivery(tx, context.organizationId, input.deliveryId);
    if (delivery.expiresAt <= now) throw notFound("delivery");
    const packet = await requirePacket(tx, scope, delivery.packetId);
    const state = requireSealed(packet);
    const manifest = readManifest(state.manifest);
    const [control] = await requireControls(tx, scope, [packet.controlId]);
    const sender = await senderOf(tx, context.organizationId);
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
      omissions: readOmissions(state.omissions).length,
      sealedAt: state.sealedAt,
      tagManifestSha256: manifest.tagManifestSha256,
      reportBytes: manifest.files.find((file) => file.path === REPORT_PATH)?.bytes ?? 0,
      expiresAt: delivery.expiresAt,
    };
  },
});

/**
 * What a personal link leads to. Looking is not counted: mail scanners follow links too.
 *
 * @returns null alike for a token that was never given, one that has expired, and nonsense
 */
export async function readDelivery(token: string, requestId: string): Promise<DeliveryView | null> {
  const { clock } = runtime();
  const found = await resolveToken(token, clock.now());
  if (found === null) return null;
  return readDeliveryRecord(linkContext(found.organizationId, requestId), { deliveryId: found.deliveryId });
}

/** Nobody is signed in behind a link: Tickmark acts, on behalf of whoever holds it. */
export function linkContext(organizationId: string, requestId: string): Context {
  return { organizationId, actor: { kind: "system", name: "personal_link" }, requestId, clock: runtime().clock };
}
