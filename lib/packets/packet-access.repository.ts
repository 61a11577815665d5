import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type AccessRow = { at: Date; actorName: string; part: "zip" | "report"; deliveryId: string | null };

const changes = z.object({ part: z.enum(["zip", "report"]), delivery: z.string().optional() });

/** Downloads of a packet as the audit trail has them, newest first. */
export async function findAccesses(tx: TenantTransaction, organizationId: string, packetId: string, take: number): Promise<AccessRow[]> {
  const rows = await tx.auditTrailEntry.findMany({
    where: { organizationId, subjectKind: "packet", subjectId: packetId, action: { in: ["packet.downloaded", "packet_delivery.downloaded"] } },
    orderBy: { id: "desc" },
    take,
    select: { at: true, actorName: true, changes: true },
  });
  return rows.map((row) => {
    const { part, delivery } = changes.parse(row.changes);
    return { at: row.at, actorName: row.actorName, part, deliveryId: delivery ?? null };
  });
}

/** Members who are the auditors of an engagement. */
export async function auditorsOf(tx: TenantTransaction, organizationId: string, engagementId: string): Promise<string[]> {
  const rows = await tx.engagementAuditor.findMany({ where: { organizationId, engagementId }, select: { memberId: true }, orderBy: { memberId: "asc" } });
  return rows.map(({ memberId }) => memberId);
}
