import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type NewUpload = {
  id: string;
  createdBy: string;
  fileName: string;
  mediaType: string;
  originalPath: string | null;
  originalModifiedAt: Date | null;
  byteLength: bigint;
  declaredSha256: string | null;
  createdAt: Date;
  expiresAt: Date;
};

export type Upload = NewUpload & { status: "open" | "finished"; sha256: string | null };

const EXPIRY_DUE = "upload_expiry";

/** Two beginnings of one organization take turns, so that both see what the other adds to what is on its way. */
export async function openUploads(tx: TenantTransaction, organizationId: string): Promise<{ count: number; bytes: bigint }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads ${organizationId}`}, 0))`;
  const { _count: count, _sum } = await tx.upload.aggregate({ where: { organizationId, status: "open" }, _count: true, _sum: { byteLength: true } });
  return { count, bytes: _sum.byteLength ?? 0n };
}

export async function insertUpload(tx: TenantTransaction, organizationId: string, upload: NewUpload): Promise<void> {
  await tx.upload.create({ data: { organizationId, ...upload, status: "open" } });
  await tx.$executeRaw`SELECT directory_put_due_work(${EXPIRY_DUE}, ${upload.id}, ${upload.expiresAt}::timestamptz)`;
}

/** An upload of this person that has not run out; null otherwise. */
export async function findUpload(tx: TenantTransaction, organizationId: string, by: { id: string; createdBy: string; now: Date }): Promise<Upload | null> {
  const row = await tx.upload.findFirst({ where: { organizationId, id: by.id, createdBy: by.createdBy, expiresAt: { gt: by.now } } });
  return row === null ? null : withStatus(row);
}

/**
 * Who writes for some seconds need not be known after a crash, when nobody writes. Waiting for the disk, which syncs the bytes of
 * all uploads with it, twice for each piece took longer than the piece.
 */
async function withoutWaitingForTheDisk(tx: TenantTransaction): Promise<void> {
  await tx.$queryRaw`SELECT set_config('synchronous_commit', 'off', true)`;
}

/** Makes `writer` the one that writes until `until`; false while another one does. */
export async function holdRow(tx: TenantTransaction, organizationId: string, { id, writer, now, until }: { id: string; writer: string; now: Date; until: Date }): Promise<boolean> {
  await withoutWaitingForTheDisk(tx);
  const held = await tx.upload.updateMany({
    where: { organizationId, id, status: "open", OR: [{ writer: null }, { writer }, { writerUntil: { lte: now } }] },
    data: { writer, writerUntil: until },
  });
  return held.count === 1;
}

export async function letGoRow(tx: TenantTransaction, organizationId: string, { id, writer }: { id: string; writer: string }): Promise<void> {
  await withoutWaitingForTheDisk(tx);
  await tx.upload.updateMany({ where: { organizationId, id, writer }, data: { writer: null, writerUntil: null } });
}

/** @returns false when it was finished before, or another one writes to it */
export async function finishRow(tx: TenantTransaction, organizationId: string, { id, writer, sha256 }: { id: string; writer: string; sha256: string }): Promise<boolean> {
  const finished = await tx.upload.updateMany({ where: { organizationId, id, status: "open", writer }, data: { status: "finished", sha256, writer: null, writerUntil: null } });
  return finished.count === 1;
}

/** Takes an upload off the list of those on their way, with the date at which it would have run out. */
export async function removeRow(tx: TenantTransaction, organizationId: string, id: string): Promise<Upload | null> {
  const row = await tx.upload.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (row === null) return null;
  await tx.upload.delete({ where: { organizationId_id: { organizationId, id } } });
  await tx.$executeRaw`SELECT directory_remove_due_work(${EXPIRY_DUE}, ${id})`;
  return withStatus(row);
}

const withStatus = <Row extends { status: string }>(row: Row): Row & { status: Upload["status"] } => ({ ...row, status: row.status === "finished" ? "finished" : "open" });

/** Whether this person sent these bytes to this organization: nobody may offer bytes by hash alone. */
export async function uploadedBy(tx: TenantTransaction, organizationId: string, sha256: string, actorId: string): Promise<boolean> {
  const row = await tx.auditTrailEntry.findFirst({ where: { organizationId, subjectKind: "upload", subjectId: sha256, actorId }, select: { id: true } });
  return row !== null;
}

/** Length of a blob of the organization; null when it has none of this hash. */
export async function blobLength(tx: TenantTransaction, organizationId: string, sha256: string): Promise<bigint | null> {
  const row = await tx.blob.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } }, select: { byteLength: true } });
  return row?.byteLength ?? null;
}

/**
 * The same for an act that will name the blob: until it ends, nobody disposes of it.
 * @returns null also when that has happened just now
 */
export async function reliedOnLength(tx: TenantTransaction, organizationId: string, sha256: string): Promise<bigint | null> {
  const [row] = await tx.$queryRaw<{ byteLength: bigint }[]>`SELECT byte_length AS "byteLength" FROM blob WHERE organization_id = ${organizationId} AND sha256 = ${sha256} FOR SHARE`;
  return row?.byteLength ?? null;
}
