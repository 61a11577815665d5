import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SignedHead } from "./audit-ledger.ts";

export type CheckpointRow = { size: bigint; note: string; recordedAt: Date };

const SHOWN = { size: true, note: true, recordedAt: true };

export function newestCheckpoint(tx: TenantTransaction, organizationId: string): Promise<CheckpointRow | null> {
  return tx.ledgerCheckpoint.findFirst({ where: { organizationId }, orderBy: { size: "desc" }, select: SHOWN });
}

export function checkpointAt(tx: TenantTransaction, organizationId: string, size: bigint): Promise<CheckpointRow | null> {
  return tx.ledgerCheckpoint.findUnique({ where: { organizationId_size: { organizationId, size } }, select: SHOWN });
}

/** The newest checkpoints below a size, newest first. */
export function checkpointsBelow(tx: TenantTransaction, organizationId: string, size: bigint | null, limit: number): Promise<CheckpointRow[]> {
  return tx.ledgerCheckpoint.findMany({ where: { organizationId, ...(size === null ? {} : { size: { lt: size } }) }, orderBy: { size: "desc" }, take: limit, select: SHOWN });
}

/** @returns false when a checkpoint of this size stands already */
export async function insertCheckpoint(tx: TenantTransaction, organizationId: string, row: CheckpointRow): Promise<boolean> {
  const { count } = await tx.ledgerCheckpoint.createMany({ data: [{ organizationId, ...row }], skipDuplicates: true });
  return count === 1;
}

/** Every signed head that the database holds. */
export async function storedHeads(tx: TenantTransaction, organizationId: string): Promise<SignedHead[]> {
  const rows = await tx.ledgerCheckpoint.findMany({ where: { organizationId }, orderBy: { size: "asc" }, select: { size: true, note: true } });
  return rows.map(({ size, note }) => ({ size: Number(size), note, kept: "database" }));
}

export type AuditRow = { id: string; size: bigint; checkpoints: number; fault: string | null; faultIndex: bigint | null; startedAt: Date; finishedAt: Date };

export async function insertAudit(tx: TenantTransaction, organizationId: string, row: AuditRow): Promise<void> {
  await tx.ledgerAudit.create({ data: { organizationId, ...row } });
}

export function newestAudit(tx: TenantTransaction, organizationId: string): Promise<AuditRow | null> {
  return tx.ledgerAudit.findFirst({ where: { organizationId }, orderBy: { id: "desc" }, select: { id: true, size: true, checkpoints: true, fault: true, faultIndex: true, startedAt: true, finishedAt: true } });
}

/** A difference that the ledger's audits find: by the first of an unbroken row of them, and what the newest says of it. */
export type LedgerFault = { firstAuditId: string; foundAt: Date; fault: string; faultIndex: number | null };

/** What the newest audit found, and since which one audits have found something; null while all is as committed. */
export async function standingFault(tx: TenantTransaction, organizationId: string): Promise<LedgerFault | null> {
  const newest = await newestAudit(tx, organizationId);
  if (newest?.fault == null) return null;
  const whole = await tx.ledgerAudit.findFirst({ where: { organizationId, fault: null }, orderBy: { id: "desc" }, select: { id: true } });
  const first = await tx.ledgerAudit.findFirstOrThrow({ where: { organizationId, ...(whole === null ? {} : { id: { gt: whole.id } }) }, orderBy: { id: "asc" }, select: { id: true, finishedAt: true } });
  return { firstAuditId: first.id, foundAt: first.finishedAt, fault: newest.fault, faultIndex: newest.faultIndex === null ? null : Number(newest.faultIndex) };
}
