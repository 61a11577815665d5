import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** The kind of due work in which an organization's stored files are looked at. */
export const FILES_DUE = "stored_files";

/** Has the stored files looked at from an instant on; each look puts the next one in line. */
export async function lookAtFilesFrom(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${FILES_DUE}, 'daily', ${at}::timestamptz)`;
}

/** A look: how far it is. Counts are of files and bytes that rows name. */
export type FileLook = { id: string; startedAt: Date; finishedAt: Date | null; glancedTo: string; files: number; bytes: number; readTo: string; readTarget: number; readFiles: number; readBytes: number };

type Stored = Omit<FileLook, "bytes" | "readTarget" | "readBytes"> & { bytes: bigint; readTarget: bigint; readBytes: bigint };

const COLUMNS = { id: true, startedAt: true, finishedAt: true, glancedTo: true, files: true, bytes: true, readTo: true, readTarget: true, readFiles: true, readBytes: true } as const;

const asLook = (row: Stored): FileLook => ({ ...row, bytes: Number(row.bytes), readTarget: Number(row.readTarget), readBytes: Number(row.readBytes) });

export async function findLook(tx: TenantTransaction, organizationId: string, id: string): Promise<FileLook | null> {
  const row = await tx.fileLook.findUnique({ where: { organizationId_id: { organizationId, id } }, select: COLUMNS });
  return row === null ? null : asLook(row);
}

export async function newestLook(tx: TenantTransaction, organizationId: string): Promise<FileLook | null> {
  const row = await tx.fileLook.findFirst({ where: { organizationId }, orderBy: { id: "desc" }, select: COLUMNS });
  return row === null ? null : asLook(row);
}

export async function insertLook(tx: TenantTransaction, organizationId: string, look: { startedAt: Date; readTo: string; readTarget: number }): Promise<string> {
  const id = newId("flk", look.startedAt.getTime());
  await tx.fileLook.create({ data: { organizationId, id, startedAt: look.startedAt, readTo: look.readTo, readTarget: BigInt(look.readTarget) } });
  return id;
}

/** Moves a look on, unless it ended, or another run of it is further already. @returns whether it did */
export async function moveLook(tx: TenantTransaction, organizationId: string, id: string, to: { glancedTo: string; files: number; bytes: number } | { readFrom: string; readTo: string; files: number; bytes: number }): Promise<boolean> {
  const open = { organizationId, id, finishedAt: null };
  const { count } = "glancedTo" in to
    ? await tx.fileLook.updateMany({ where: { ...open, glancedTo: { lt: to.glancedTo } }, data: { glancedTo: to.glancedTo, files: { increment: to.files }, bytes: { increment: to.bytes } } })
    : await tx.fileLook.updateMany({ where: { ...open, readTo: to.readFrom }, data: { readTo: to.readTo, readFiles: { increment: to.files }, readBytes: { increment: to.bytes } } });
  return count === 1;
}

/** @returns false when it had ended */
export async function finishLook(tx: TenantTransaction, organizationId: string, id: string, damaged: number, at: Date): Promise<boolean> {
  return (await tx.fileLook.updateMany({ where: { organizationId, id, finishedAt: null }, data: { finishedAt: at, damaged } })).count === 1;
}

export async function storedBytes(tx: TenantTransaction, organizationId: string): Promise<number> {
  return Number((await tx.blob.aggregate({ where: { organizationId }, _sum: { byteLength: true } }))._sum.byteLength ?? 0n);
}

/** Files behind a name, in the order of their names: their names are hashes, so that each stretch is chance. */
export function filesBehind(tx: TenantTransaction, organizationId: string, after: string, limit: number, damagedOnly = false): Promise<StoredBlob[]> {
  const only = damagedOnly ? Prisma.sql`JOIN blob_standing s ON s.organization_id = b.organization_id AND s.sha256 = b.sha256 AND s.found <> 'whole'` : Prisma.empty;
  return filesOf(tx, Prisma.sql`${only} WHERE b.organization_id = ${organizationId} AND b.sha256 > ${after} ORDER BY b.sha256 LIMIT ${limit}`);
}

/** All files behind a name whose names begin as that of the first of them: the next folder of the store. */
export function nextFolder(tx: TenantTransaction, organizationId: string, after: string): Promise<StoredBlob[]> {
  return filesOf(tx, Prisma.sql`
    JOIN (SELECT left(sha256, 2) AS prefix FROM blob WHERE organization_id = ${organizationId} AND sha256 > ${after} ORDER BY sha256 LIMIT 1) n ON b.sha256 >= n.prefix AND b.sha256 < n.prefix || 'g'
    WHERE b.organization_id = ${organizationId} AND b.sha256 > ${after} ORDER BY b.sha256`);
}

async function filesOf(tx: TenantTransaction, which: Prisma.Sql): Promise<StoredBlob[]> {
  const rows = await tx.$queryRaw<{ sha256: string; byteLength: bigint }[]>`SELECT b.sha256, b.byte_length AS "byteLength" FROM blob b ${which}`;
  return rows.map(({ sha256, byteLength }) => ({ sha256, byteLength: Number(byteLength) }));
}

export async function isStored(tx: TenantTransaction, organizationId: string, sha256: string): Promise<boolean> {
  return (await tx.blob.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } }, select: { sha256: true } })) !== null;
}
