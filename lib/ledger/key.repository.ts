import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type KeyRow = { id: string; name: string; publicKey: Uint8Array; wrappedSecret: Uint8Array; createdAt: Date };

/** The ledger's keys, the newest first. */
export function ledgerKeys(tx: TenantTransaction, organizationId: string): Promise<KeyRow[]> {
  return tx.ledgerKey.findMany({ where: { organizationId }, orderBy: { id: "desc" }, select: { id: true, name: true, publicKey: true, wrappedSecret: true, createdAt: true } });
}

export async function insertLedgerKey(tx: TenantTransaction, organizationId: string, key: KeyRow): Promise<void> {
  await tx.ledgerKey.create({ data: { ...key, organizationId, publicKey: new Uint8Array(key.publicKey), wrappedSecret: new Uint8Array(key.wrappedSecret) } });
}
