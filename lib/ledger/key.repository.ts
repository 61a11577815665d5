import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** `wrappedSecret` null: the key lies in an outside key store. */
export type KeyRow = { id: string; name: string; publicKey: Uint8Array; wrappedSecret: Uint8Array | null; createdAt: Date };

/** The ledger's keys, the newest first. */
export function ledgerKeys(tx: TenantTransaction, organizationId: string): Promise<KeyRow[]> {
  return tx.ledgerKey.findMany({ where: { organizationId }, orderBy: { id: "desc" }, select: { id: true, name: true, publicKey: true, wrappedSecret: true, createdAt: true } });
}

export async function insertLedgerKey(tx: TenantTransaction, organizationId: string, key: KeyRow): Promise<void> {
  await tx.ledgerKey.create({ data: { ...key, organizationId, publicKey: new Uint8Array(key.publicKey), wrappedSecret: key.wrappedSecret === null ? null : new Uint8Array(key.wrappedSecret) } });
}

/** A certificate with which documents are signed; its key's secret null: it lies in an outside key store. */
export type CertificateRow = { id: string; certificate: Uint8Array; fingerprint: string; wrappedSecret: Uint8Array | null; notAfter: Date; createdAt: Date };

const CERTIFICATE = { id: true, certificate: true, fingerprint: true, wrappedSecret: true, notAfter: true, createdAt: true };

/** The organization's certificates for documents, the newest first. */
export function documentCertificates(tx: TenantTransaction, organizationId: string): Promise<CertificateRow[]> {
  return tx.documentCertificate.findMany({ where: { organizationId }, orderBy: { id: "desc" }, select: CERTIFICATE });
}

export function newestCertificate(tx: TenantTransaction, organizationId: string): Promise<CertificateRow | null> {
  return tx.documentCertificate.findFirst({ where: { organizationId }, orderBy: { id: "desc" }, select: CERTIFICATE });
}

export async function insertCertificate(tx: TenantTransaction, organizationId: string, row: CertificateRow): Promise<void> {
  await tx.documentCertificate.create({ data: { ...row, organizationId, certificate: new Uint8Array(row.certificate), wrappedSecret: row.wrappedSecret === null ? null : new Uint8Array(row.wrappedSecret) } });
}
