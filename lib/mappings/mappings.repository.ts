import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** How many of these versions the organization has. */
export function countVersions(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<number> {
  return tx.mappingVersion.count({ where: { organizationId, id: { in: [...ids] } } });
}
