import { z } from "zod";
import { defineVerb, idInput, memberNames, type Scope } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { readEngagementFacts, type EngagementFacts } from "#lib/engagements/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findDeliveries, type DeliveryRow } from "./delivery.repository.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { findAccesses } from "./packet-access.repository.ts";
import { packetName, readManifest, readOmissions, type PacketManifest, type StoredOmission } from "./packet-record.ts";
import type { PacketStatus } from "./packet-status.ts";
import { authorName, requirePacket, requireSealed, type PacketRow } from "./packet.repository.ts";

export type SealedPart = {
  sealedAt: Date;
  zipSha256: string;
  byteLength: number;
  reportSha256: string;
  manifest: PacketManifest;
  omissions: StoredOmission[];
};

export type PacketDeliveryView = Pick<DeliveryRow, "id" | "recipientName" | "recipientEmail" | "createdAt" | "expiresAt" | "sentAt" | "sendError" | "firstDownloadedAt" | "downloads"> & { expired: boolean };

/** Somebody who took the packet or its report away. */
export type PacketAccess = { at: Date; who: string; part: "zip" | "report"; byLink: boolean };

export type PacketView = {
  id: string;
  name: string;
  control: { id: string; code: string; title: string };
  engagement: Pick<EngagementFacts, "id" | "name" | "label" | "auditFirm"> | null;
  scheduled: boolean;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  asOf: Date;
  /** Whether it tells people by role and pseudonym. */
  pseudonymous: boolean;
  requestedBy: string;
  requestedAt: Date;
  status: PacketStatus;
  step: string;
  progress: number;
  error: string | null;
  /** Null until the packet is sealed. */
  sealed: SealedPart | null;
  /** Who was sent a link, and who took it away; null for an auditor, whom it does not concern. */
  deliveries: PacketDeliveryView[] | null;
  accesses: PacketAccess[] | null;
};

/**
 * One packet with its manifest, omissions, deliveries and downloads.
 *
 * @throws AppError not_found, also for what an auditor may not see
 */
export const readPacket = defineVerb({
  name: "packets.read",
  permission: "packets.read",
  effect: "read",
  input: z.strictObject({ packetId: idInput }),
  async run({ tx, scope, context, input, now }): Promise<PacketView> {
    const { organizationId } = context;
    const packet = await requirePacket(tx, scope, input.packetId);
    const [control] = await requireControls(tx, scope, [packet.controlId]);
    const deliveries = scope.engagement === null ? await findDeliveries(tx, organizationId, packet.id, PACKET_LIMITS.deliveries) : null;
    return {
      ...facts(packet),
      pseudonymous: packet.people === "pseudonyms",
      name: packetName(packet.number),
      control: { id: packet.controlId, code: control!.code, title: control!.title },
      engagement: await engagementOf(tx, scope, packet.engagementId),
      requestedBy: authorName(packet.requestedBy, await memberNames(tx, organizationId, [packet.requestedBy])),
      sealed: packet.state.status === "sealed" ? sealedPart(packet) : null,
      deliveries: deliveries?.map((row) => viewOf(row, now)) ?? null,
      accesses: deliveries === null ? null : await accessesOf(tx, organizationId, packet.id, deliveries),
    };
  },
});

function facts(packet: PacketRow): Pick<PacketView, "id" | "scheduled" | "firstDay" | "lastDay" | "timeZone" | "asOf" | "requestedAt" | "status" | "step" | "progress" | "error"> {
  const { id, scheduleId, firstDay, lastDay, timeZone, asOf, requestedAt, state } = packet;
  const { status, step, progress, error } = state;
  return { id, scheduled: scheduleId !== null, firstDay, lastDay, timeZone, asOf, requestedAt, status, step, progress, error };
}

async function engagementOf(tx: TenantTransaction, scope: Scope, engagementId: string | null): Promise<PacketView["engagement"]> {
  if (engagementId === null) return null;
  const { id, name, label, auditFirm } = await readEngagementFacts(tx, scope, engagementId);
  return { id, name, label, auditFirm };
}

function sealedPart(packet: PacketRow): SealedPart {
  const { sealedAt, blobSha256, byteLength, reportSha256, manifest, omissions } = requireSealed(packet);
  return { sealedAt, zipSha256: blobSha256, byteLength: Number(byteLength), reportSha256, manifest: readManifest(manifest), omissions: readOmissions(omissions) };
}

function viewOf({ organizationId: _, packetId: __, ...row }: DeliveryRow, now: Date): PacketDeliveryView {
  return { ...row, expired: row.expiresAt <= now };
}

async function accessesOf(tx: TenantTransaction, organizationId: string, packetId: string, deliveries: readonly DeliveryRow[]): Promise<PacketAccess[]> {
  const names = new Map(deliveries.map((row) => [row.id, row.recipientName]));
  const rows = await findAccesses(tx, organizationId, packetId, PACKET_LIMITS.accessesShown);
  return rows.map((row) => ({ at: row.at, who: row.deliveryId === null ? row.actorName : (names.get(row.deliveryId) ?? "A recipient"), part: row.part, byLink: row.deliveryId !== null }));
}
