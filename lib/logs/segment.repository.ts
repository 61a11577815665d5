import type { LogSegment, LogSource } from "#prisma/generated/client.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { noProgress, progressColumns } from "./scan-progress.ts";

/** The source of that name; made when there is none yet. The offset counts only when it is made. */
export async function sourceByName(tx: TenantTransaction, organizationId: string, source: { name: string; utcOffsetMinutes: number }, now: Date): Promise<LogSource> {
  await tx.logSource.createMany({ data: [{ organizationId, id: newId("src", now.getTime()), ...source, createdAt: now }], skipDuplicates: true });
  return tx.logSource.findUniqueOrThrow({ where: { organizationId_name: { organizationId, name: source.name } } });
}

type NewSegment = {
  sourceId: string;
  fileName: string;
  sha256: string;
  byteLength: number;
  encoding: string;
  referenceTime: Date;
  receivedBy: string;
};

/** Adds a segment with its scan in line; `created` is false when the source has these bytes already. */
export async function insertSegment(tx: TenantTransaction, organizationId: string, given: NewSegment, now: Date): Promise<{ segment: LogSegment; created: boolean }> {
  const { sourceId, fileName, sha256, byteLength, encoding, referenceTime, receivedBy } = given;
  const id = newId("seg", now.getTime());
  // Two uploads of the same bytes at once: the unique index makes the second wait, then add nothing.
  const { count } = await tx.logSegment.createMany({
    data: [{ organizationId, id, sourceId, fileName, sha256, byteLength: BigInt(byteLength), storedEncoding: encoding, referenceTime, receivedAt: now, receivedBy }],
    skipDuplicates: true,
  });
  if (count === 1) {
    await tx.logSegmentScan.create({ data: { organizationId, segmentId: id, status: "queued", ...progressColumns(noProgress()), updatedAt: now } });
  }
  const segment = await tx.logSegment.findUniqueOrThrow({ where: { organizationId_sourceId_sha256: { organizationId, sourceId, sha256 } } });
  return { segment, created: count === 1 };
}

export type SegmentWithSource = LogSegment & { source: LogSource };

/** A segment with its source; null when the organization has none of that id. */
export function findSegment(tx: TenantTransaction, organizationId: string, id: string): Promise<SegmentWithSource | null> {
  return tx.logSegment.findUnique({ where: { organizationId_id: { organizationId, id } }, include: { source: true } });
}

/** Segments of these ids with their sources and how far they were read, in the order of ids. */
export function findScannedSegments(tx: TenantTransaction, organizationId: string, ids: readonly string[]) {
  return tx.logSegment.findMany({ where: { organizationId, id: { in: [...ids] } }, include: { source: true, scan: true }, orderBy: { id: "asc" } });
}

export type ScannedSegment = Awaited<ReturnType<typeof findScannedSegments>>[number];

/** A segment as whoever reads stored logs again needs it. */
export type SegmentOfDays = { id: string; fileName: string; sha256: string; storedEncoding: string; byteLength: number; referenceTime: Date; receivedAt: Date; sourceName: string; utcOffsetMinutes: number };

/** Segments with events between two instants, in the order of their receipt. */
export async function findSegmentsBetween(tx: TenantTransaction, organizationId: string, { sourceId, from, until, limit }: { sourceId: string | null; from: Date; until: Date; limit: number }): Promise<SegmentOfDays[]> {
  const rows = await tx.$queryRaw<(Omit<SegmentOfDays, "byteLength"> & { byteLength: bigint })[]>`
    SELECT g.id, g.file_name AS "fileName", g.sha256, g.stored_encoding AS "storedEncoding", g.byte_length AS "byteLength", g.reference_time AS "referenceTime",
      g.received_at AS "receivedAt", o.name AS "sourceName", o.utc_offset_minutes AS "utcOffsetMinutes"
    FROM log_segment g
    JOIN log_source o ON o.organization_id = g.organization_id AND o.id = g.source_id
    JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
    WHERE g.organization_id = ${organizationId} AND (${sourceId}::text IS NULL OR g.source_id = ${sourceId})
      AND coalesce(s.first_event_at, g.received_at) < ${until} AND coalesce(s.last_event_at, g.received_at) >= ${from}
    ORDER BY g.received_at, g.id LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, byteLength: Number(row.byteLength) }));
}

/**
 * Segments with events between two instants, source by source and each in the order of its receipt: as a correlation reads
 * them. One that is not read to its end may hold any, so it is among them.
 */
export async function segmentsToRead(tx: TenantTransaction, organizationId: string, { sourceIds, from, until, limit }: { sourceIds: readonly string[]; from: Date; until: Date; limit: number }): Promise<{ id: string; sourceId: string }[]> {
  return tx.$queryRaw<{ id: string; sourceId: string }[]>`
    SELECT g.id, g.source_id AS "sourceId"
    FROM log_segment g
    JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
    WHERE g.organization_id = ${organizationId} AND (${sourceIds.length === 0} OR g.source_id = ANY(${[...sourceIds]}::text[]))
      AND (s.status <> 'finished' OR (coalesce(s.first_event_at, g.received_at) < ${until} AND coalesce(s.last_event_at, g.received_at) >= ${from}))
    ORDER BY g.source_id, g.received_at, g.id LIMIT ${limit}`;
}

/** Which of these sources there are. */
export async function findSources(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return tx.logSource.findMany({ where: { organizationId, id: { in: [...ids] } }, select: { id: true, name: true }, orderBy: { name: "asc" } });
}
