import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Database } from "#lib/platform/db.ts";
import type { PacketDelivery } from "#prisma/generated/client.ts";
import type { Recipient } from "./packet-record.ts";

export type DeliveryRow = PacketDelivery;

/**
 * Puts a packet in line for a recipient. One delivery per packet and address: a new one is added, one whose link has expired
 * or whose mail could not be sent starts anew, one that is on its way or arrived stays as it is.
 *
 * @returns whether a mail is due now
 */
export async function putDelivery(tx: TenantTransaction, organizationId: string, packetId: string, recipient: Recipient, expiresAt: Date, now: Date): Promise<boolean> {
  const { count: added } = await tx.packetDelivery.createMany({
    data: [{ organizationId, id: newId("dlv", now.getTime()), packetId, recipientEmail: recipient.email, recipientName: recipient.name, createdAt: now, expiresAt }],
    skipDuplicates: true,
  });
  if (added === 1) return true;
  const { count: renewed } = await tx.packetDelivery.updateMany({
    where: { organizationId, packetId, recipientEmail: recipient.email, OR: [{ expiresAt: { lte: now } }, { sentAt: null, sendError: { not: null } }] },
    data: { recipientName: recipient.name, createdAt: now, expiresAt, sentAt: null, sendError: null },
  });
  return renewed === 1;
}

/** Deliveries of a packet, by name. */
export function findDeliveries(tx: TenantTransaction, organizationId: string, packetId: string, take: number): Promise<DeliveryRow[]> {
  return tx.packetDelivery.findMany({ where: { organizationId, packetId }, orderBy: [{ recipientName: "asc" }, { id: "asc" }], take });
}

export function countDeliveries(tx: TenantTransaction, organizationId: string, packetId: string): Promise<number> {
  return tx.packetDelivery.count({ where: { organizationId, packetId } });
}

/** Deliveries whose mail is due: not sent, not expired. */
export function findUnsent(tx: TenantTransaction, organizationId: string, packetId: string, now: Date): Promise<DeliveryRow[]> {
  return tx.packetDelivery.findMany({ where: { organizationId, packetId, sentAt: null, expiresAt: { gt: now } }, orderBy: { id: "asc" } });
}

/** @throws AppError not_found */
export async function requireDelivery(tx: TenantTransaction, organizationId: string, id: string): Promise<DeliveryRow> {
  const row = await tx.packetDelivery.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (row === null) throw notFound("delivery");
  return row;
}

/** Notes how sending went. False when it had been sent before. */
export async function noteSent(tx: TenantTransaction, organizationId: string, id: string, outcome: { sentAt: Date } | { sendError: string }): Promise<boolean> {
  const { count } = await tx.packetDelivery.updateMany({
    where: { organizationId, id, sentAt: null },
    data: "sentAt" in outcome ? { sentAt: outcome.sentAt, sendError: null } : outcome,
  });
  return count === 1;
}

/** Counts a download of a link that is still valid; false when it has expired. */
export async function countDownload(tx: TenantTransaction, organizationId: string, id: string, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE packet_delivery SET downloads = downloads + 1, first_downloaded_at = coalesce(first_downloaded_at, ${now}::timestamptz)
    WHERE organization_id = ${organizationId} AND id = ${id} AND expires_at > ${now}::timestamptz RETURNING id`;
  return rows.length === 1;
}

/** Enters the hash of a link's token into the directory; the token itself is kept nowhere. */
export async function addToken(tx: TenantTransaction, tokenHash: string, deliveryId: string, expiresAt: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_add_delivery_token(${tokenHash}, ${deliveryId}, ${expiresAt}::timestamptz)`;
}

/** Which organization and delivery a link belongs to; null alike for an unknown token and for one that has expired. */
export async function deliveryOfToken(database: Database, tokenHash: string, now: Date): Promise<{ organizationId: string; deliveryId: string } | null> {
  const [row] = await database.$queryRaw<{ organization_id: string; delivery_id: string }[]>`
    SELECT organization_id, delivery_id FROM directory_delivery_of_token(${tokenHash}, ${now}::timestamptz)`;
  return row === undefined ? null : { organizationId: row.organization_id, deliveryId: row.delivery_id };
}
