import type { Scope } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Packet, PacketState, Prisma } from "#prisma/generated/client.ts";
import { PACKET_STATUSES, type PacketStatus } from "./packet-status.ts";

/** An auditor sees the sealed packets that were made for their engagement, of controls that it still holds. */
function within(scope: Scope): Prisma.PacketWhereInput {
  const { engagement } = scope;
  if (engagement === null) return {};
  return { engagementId: engagement.id, controlId: { in: [...engagement.controlIds] }, state: { status: "sealed" } };
}

type Stated<State> = Omit<State, "status"> & { status: PacketStatus };

function stated<State extends { status: string }>(state: State): Stated<State> {
  return { ...state, status: storedWord(PACKET_STATUSES, state.status) };
}

export type PacketRow = Packet & { state: Stated<PacketState> };

/** @throws AppError not_found for an unknown id, another tenant's, or one outside the scope */
export async function requirePacket(tx: TenantTransaction, scope: Scope, id: string): Promise<PacketRow> {
  const row = await tx.packet.findFirst({ where: { AND: [{ organizationId: scope.organizationId, id }, within(scope)] }, include: { state: true } });
  if (row?.state == null) throw notFound("packet");
  return { ...row, state: stated(row.state) };
}

export type SealedState = Stated<PacketState> & { status: "sealed"; blobSha256: string; reportSha256: string; byteLength: bigint; sealedAt: Date; manifest: Prisma.JsonValue; omissions: Prisma.JsonValue };

/** @throws AppError precondition_failed while the packet is not sealed */
export function requireSealed(row: PacketRow): SealedState {
  const { state } = row;
  const { status, blobSha256, reportSha256, byteLength, sealedAt } = state;
  if (status !== "sealed" || blobSha256 === null || reportSha256 === null || byteLength === null || sealedAt === null) {
    throw new AppError("precondition_failed", "packet_not_sealed", "The packet is not sealed, so there is nothing to hand over yet.");
  }
  return { ...state, status, blobSha256, reportSha256, byteLength, sealedAt };
}

// What lists need: never the manifest, which may name thousands of files.
const listState = { select: { status: true, step: true, progress: true, byteLength: true, sealedAt: true, error: true, omissions: true } } as const;

export type PacketListRecord = Packet & { state: Stated<Pick<PacketState, keyof typeof listState.select>> };
export type PacketFilter = { status?: readonly PacketStatus[] | undefined; controlId?: string | undefined; engagementId?: string | undefined; sealedAfter?: Date | undefined; before?: { number: number } | undefined; take: number };

/** Newest number first. */
export async function findPackets(tx: TenantTransaction, scope: Scope, filter: PacketFilter): Promise<PacketListRecord[]> {
  const rows = await tx.packet.findMany({
    where: {
      AND: [
        { organizationId: scope.organizationId },
        within(scope),
        filter.status === undefined ? {} : { state: { status: { in: [...filter.status] } } },
        filter.controlId === undefined ? {} : { controlId: filter.controlId },
        filter.engagementId === undefined ? {} : { engagementId: filter.engagementId },
        filter.sealedAfter === undefined ? {} : { state: { sealedAt: { gt: filter.sealedAfter } } },
        filter.before === undefined ? {} : { number: { lt: filter.before.number } },
      ],
    },
    include: { state: listState },
    orderBy: { number: "desc" },
    take: filter.take,
  });
  return rows.flatMap((row) => (row.state === null ? [] : [{ ...row, state: stated(row.state) }]));
}

/** How many requests each sealed packet shows met, of how many; read out of the manifests without moving them. */
export async function requestsMet(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, { met: number; total: number }>> {
  const rows = await tx.$queryRaw<{ id: string; met: number; total: number }[]>`
    SELECT s.packet_id AS id, count(*)::int AS total, (count(*) FILTER (WHERE r.request->>'status' IN ('met', 'due_soon')))::int AS met
    FROM packet_state s CROSS JOIN LATERAL jsonb_array_elements(s.manifest->'requests') AS r(request)
    WHERE s.organization_id = ${organizationId} AND s.packet_id = ANY(${[...ids]}::text[]) AND s.status = 'sealed' GROUP BY s.packet_id`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export type NewPacket = Pick<Packet, "controlId" | "engagementId" | "scheduleId" | "firstDay" | "lastDay" | "timeZone" | "people" | "requestedBy">;

/** Adds a packet in line. Its clock, `asOf`, is fixed here for good. */
export async function insertPacket(tx: TenantTransaction, organizationId: string, packet: NewPacket, now: Date): Promise<Packet> {
  const number = await nextNumber(tx, organizationId, "packet");
  const id = newId("pkt", now.getTime());
  const row = await tx.packet.create({ data: { organizationId, id, number, ...packet, asOf: now, requestedAt: now } });
  await tx.packetState.create({ data: { organizationId, packetId: id, status: "queued", updatedAt: now } });
  return row;
}

/** A packet of the same request that is still being made. */
export function findUnfinished(tx: TenantTransaction, organizationId: string, same: Pick<NewPacket, "controlId" | "engagementId" | "firstDay" | "lastDay" | "timeZone" | "people" | "requestedBy">): Promise<Packet | null> {
  return tx.packet.findFirst({ where: { organizationId, ...same, state: { status: { in: ["queued", "running"] } } }, orderBy: { number: "desc" } });
}

/** The packet that a schedule made of a period; null when it made none. */
export function findScheduled(tx: TenantTransaction, organizationId: string, scheduleId: string, firstDay: string): Promise<Packet | null> {
  return tx.packet.findUnique({ where: { organizationId_scheduleId_firstDay: { organizationId, scheduleId, firstDay } } });
}

type StateChange = Partial<Pick<PacketState, "status" | "step" | "progress" | "contentSha256" | "blobSha256" | "reportSha256" | "byteLength" | "sealedAt" | "error">> & {
  manifest?: Prisma.InputJsonValue;
  omissions?: Prisma.InputJsonValue;
};

/** Changes the state of a packet that is not sealed yet. False when it is: a sealed packet never changes. */
export async function changeUnsealed(tx: TenantTransaction, organizationId: string, packetId: string, change: StateChange, now: Date, only: Prisma.PacketStateWhereInput = {}): Promise<boolean> {
  const { count } = await tx.packetState.updateMany({
    where: { organizationId, packetId, status: { not: "sealed" }, ...only },
    data: { ...change, updatedAt: now },
  });
  return count === 1;
}

/** How the author of a record is shown. */
export function authorName(id: string, names: ReadonlyMap<string, string>): string {
  return names.get(id) ?? (id.startsWith("system:") ? "Tickmark" : "Unknown person");
}

/** The organization as the sender of packets. */
export async function senderOf(tx: TenantTransaction, organizationId: string): Promise<{ name: string; demo: boolean }> {
  const row = await tx.organization.findUnique({ where: { id: organizationId }, select: { name: true, demo: true } });
  if (row === null) throw notFound("organization");
  return row;
}
