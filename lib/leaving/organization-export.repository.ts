import { notFound } from "#lib/platform/errors.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma, type OrganizationExport } from "#prisma/generated/client.ts";
import type { ExportContent } from "./export-content.ts";
import { EXPORT_STATUSES, type ExportStatus } from "./export-steps.ts";

export type ExportRow = Omit<OrganizationExport, "status"> & { status: ExportStatus };

const stated = (row: OrganizationExport): ExportRow => ({ ...row, status: storedWord(EXPORT_STATUSES, row.status) });

const UNFINISHED: ExportStatus[] = ["queued", "running"];

export async function insertExport(tx: TenantTransaction, row: Pick<OrganizationExport, "organizationId" | "id" | "requestedBy" | "requestedByName" | "requestedAt">): Promise<void> {
  await tx.organizationExport.create({ data: { ...row, status: "queued", updatedAt: row.requestedAt } });
}

/** @throws AppError not_found for an unknown id or another tenant's */
export async function requireExport(tx: TenantTransaction, organizationId: string, id: string): Promise<ExportRow> {
  const row = await tx.organizationExport.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (row === null) throw notFound("export");
  return stated(row);
}

export async function findUnfinishedExport(tx: TenantTransaction): Promise<ExportRow | null> {
  const row = await tx.organizationExport.findFirst({ where: { status: { in: UNFINISHED } } });
  return row === null ? null : stated(row);
}

export function countReadyExports(tx: TenantTransaction): Promise<number> {
  return tx.organizationExport.count({ where: { status: "ready" } });
}

/** Newest first. */
export async function findExports(tx: TenantTransaction, take: number): Promise<ExportRow[]> {
  return (await tx.organizationExport.findMany({ orderBy: { id: "desc" }, take })).map(stated);
}

/** Changes an export that is neither ready, failed nor expired. @returns false when it is */
export async function changeUnfinished(tx: TenantTransaction, organizationId: string, id: string, data: Prisma.OrganizationExportUpdateManyMutationInput, where: Prisma.OrganizationExportWhereInput = {}): Promise<boolean> {
  return (await tx.organizationExport.updateMany({ where: { AND: [{ organizationId, id, status: { in: UNFINISHED } }, where] }, data })).count === 1;
}

/** @returns false when another run has kept its content before */
export function keepContentOnce(tx: TenantTransaction, organizationId: string, id: string, content: ExportContent, now: Date): Promise<boolean> {
  return changeUnfinished(tx, organizationId, id, { content, updatedAt: now }, { content: { equals: Prisma.DbNull } });
}

/** @returns false when the export could not be downloaded any more anyway */
export async function closeExport(tx: TenantTransaction, organizationId: string, id: string, now: Date): Promise<boolean> {
  return (await tx.organizationExport.updateMany({ where: { organizationId, id, status: "ready" }, data: { status: "expired", updatedAt: now } })).count === 1;
}

export async function countExportDownload(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  await tx.organizationExport.updateMany({ where: { organizationId, id }, data: { downloads: { increment: 1 } } });
}

export async function putExportExpiry(tx: TenantTransaction, id: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work('export_expiry', ${id}, ${at}::timestamptz)`;
}

export async function removeExportExpiry(tx: TenantTransaction, id: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work('export_expiry', ${id})`;
}
