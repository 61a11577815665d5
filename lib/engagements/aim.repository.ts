import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { EngagementType } from "#prisma/generated/enums.ts";

/** An audit that the organization works towards. Days are inclusive, of the time zone. */
export type AuditAim = { frameworkKey: string; type: EngagementType; firstDay: string; lastDay: string; timeZone: string };

export async function findAims(tx: TenantTransaction): Promise<AuditAim[]> {
  const rows = await tx.auditAim.findMany({ select: { frameworkKey: true, type: true, firstDay: true, lastDay: true, timeZone: true }, orderBy: { frameworkKey: "asc" } });
  return rows.map((row) => ({ ...row, type: row.type as EngagementType }));
}

/** Makes these the aims, all of them. */
export async function replaceAims(tx: TenantTransaction, organizationId: string, aims: readonly AuditAim[], statedBy: string, statedAt: Date): Promise<void> {
  await tx.auditAim.deleteMany({ where: { organizationId } });
  await tx.auditAim.createMany({ data: aims.map((aim) => ({ organizationId, ...aim, statedAt, statedBy })) });
}
