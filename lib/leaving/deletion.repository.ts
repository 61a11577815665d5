import type { DeletionReceipt, DeletionRequest } from "#prisma/generated/client.ts";
import type { Database } from "#lib/platform/db.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Makes placing a hold, asking, cancelling and the destruction itself take turns. */
export async function lockOrganization(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM organization WHERE id = ${organizationId} FOR UPDATE`;
}

/** Administrators, who are told of a deletion; oldest first. */
export function findAdministrators(tx: TenantTransaction): Promise<{ id: string; name: string; email: string }[]> {
  return tx.member.findMany({ where: { role: "admin", removedAt: null }, select: { id: true, name: true, email: true }, orderBy: { id: "asc" } });
}

export function findPendingDeletion(tx: TenantTransaction): Promise<DeletionRequest | null> {
  return tx.deletionRequest.findFirst({ where: { status: "pending" } });
}

export async function requireDeletion(tx: TenantTransaction, organizationId: string, id: string): Promise<DeletionRequest> {
  const row = await tx.deletionRequest.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (row === null) throw notFound("deletion");
  return row;
}

export async function insertDeletion(tx: TenantTransaction, row: Pick<DeletionRequest, "organizationId" | "id" | "requestedBy" | "requestedByName" | "requestedAt" | "dueAt">): Promise<void> {
  await tx.deletionRequest.create({ data: { ...row, status: "pending" } });
  await tx.$executeRaw`SELECT directory_put_due_work('deletion', ${row.id}, ${row.dueAt}::timestamptz)`;
}

/** @returns false when it is pending no more */
export async function closeDeletion(tx: TenantTransaction, organizationId: string, id: string, by: { name: string; at: Date }): Promise<boolean> {
  const { count } = await tx.deletionRequest.updateMany({ where: { organizationId, id, status: "pending" }, data: { status: "cancelled", cancelledByName: by.name, cancelledAt: by.at } });
  if (count === 1) await tx.$executeRaw`SELECT directory_remove_due_work('deletion', ${id})`;
  return count === 1;
}

/** Whether the key is destroyed already. */
export async function isBegun(tx: TenantTransaction, organizationId: string): Promise<boolean> {
  return (await tx.deletionReceipt.count({ where: { organizationId } })) > 0;
}

/** What remains of a deleted organization; rows of no tenant. */
export function findReceipt(database: Database, id: string): Promise<DeletionReceipt | null> {
  return database.deletionReceipt.findUnique({ where: { id } });
}
