import { Prisma } from "#prisma/generated/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { SCAN_NOTES, type ScanStatus } from "./client.ts";

export type SegmentRow = {
  id: string;
  sourceId: string;
  sourceName: string;
  fileName: string;
  sha256: string;
  byteLength: number;
  storedEncoding: string;
  receivedAt: Date;
  referenceTime: Date;
  status: ScanStatus;
  /** Share read, 0 to 1; 1 when the scan has ended well. */
  share: number;
  lines: number;
  parsedLines: number;
  unparsedLines: number;
  truncatedLines: number;
  invalidUtf8Lines: number;
  alerts: number;
  firstEventAt: Date | null;
  lastEventAt: Date | null;
  notes: string[];
  error: string | null;
};

type RawSegmentRow = { [field in keyof SegmentRow]: SegmentRow[field] extends number ? SegmentRow[field] | bigint : SegmentRow[field] };

const SEGMENT_COLUMNS = Prisma.sql`
  g.id, g.source_id AS "sourceId", o.name AS "sourceName", g.file_name AS "fileName", g.sha256, g.byte_length AS "byteLength",
  g.stored_encoding AS "storedEncoding", g.received_at AS "receivedAt", g.reference_time AS "referenceTime", s.status,
  CASE WHEN s.status = 'finished' THEN 1
       WHEN g.stored_encoding = 'gzip' THEN coalesce((SELECT j.progress FROM job_run j WHERE j.organization_id = g.organization_id AND j.subject_id = g.id ORDER BY j.id DESC LIMIT 1), 0)
       ELSE least(1, s.scanned_bytes::float8 / greatest(1, g.byte_length)) END AS share,
  s.lines, s.parsed_lines AS "parsedLines", s.unparsed_lines AS "unparsedLines", s.truncated_lines AS "truncatedLines",
  s.invalid_utf8_lines AS "invalidUtf8Lines", s.alerts, s.first_event_at AS "firstEventAt", s.last_event_at AS "lastEventAt", s.notes, s.error`;

const SEGMENT_FROM = Prisma.sql`
  FROM log_segment g
  JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
  JOIN log_source o ON o.organization_id = g.organization_id AND o.id = g.source_id`;

function segmentRow(row: RawSegmentRow): SegmentRow {
  const numbers = Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === "bigint").map(([field, value]) => [field, Number(value)]));
  return { ...row, ...numbers } as SegmentRow;
}

export type SegmentFilter = { sourceId?: string | undefined; undone?: boolean | undefined; status?: ScanStatus | undefined };

/** Segments, the newest received first. */
export async function findSegmentPage(tx: TenantTransaction, organizationId: string, filter: SegmentFilter, before: { receivedAt: Date; id: string } | null, limit: number): Promise<SegmentRow[]> {
  const parts = [Prisma.sql`g.organization_id = ${organizationId}`];
  if (filter.sourceId !== undefined) parts.push(Prisma.sql`g.source_id = ${filter.sourceId}`);
  if (filter.undone === true) parts.push(Prisma.sql`s.status <> 'finished'`);
  if (filter.status !== undefined) parts.push(Prisma.sql`s.status = ${filter.status}`);
  if (before !== null) parts.push(Prisma.sql`(g.received_at, g.id) < (${before.receivedAt}, ${before.id})`);
  const rows = await tx.$queryRaw<RawSegmentRow[]>`
    SELECT ${SEGMENT_COLUMNS} ${SEGMENT_FROM} WHERE ${Prisma.join(parts, " AND ")} ORDER BY g.received_at DESC, g.id DESC LIMIT ${limit}`;
  return rows.map(segmentRow);
}

/** One segment as lists show it; null when there is none of that id. */
export async function findSegmentRow(tx: TenantTransaction, organizationId: string, id: string): Promise<SegmentRow | null> {
  const rows = await tx.$queryRaw<RawSegmentRow[]>`
    SELECT ${SEGMENT_COLUMNS} ${SEGMENT_FROM} WHERE g.organization_id = ${organizationId} AND g.id = ${id}`;
  return rows[0] === undefined ? null : segmentRow(rows[0]);
}

export type SourceRow = {
  id: string;
  name: string;
  utcOffsetMinutes: number;
  segments: number;
  bytes: number;
  lines: number;
  unparsedLines: number;
  alerts: number;
  /** Segments not read to their end: in line, being read, failed. */
  undone: number;
  failed: number;
  lastReceivedAt: Date | null;
  lastEventAt: Date | null;
};

/** Sources by name, with the sums over their segments. */
export async function findSourcePage(tx: TenantTransaction, organizationId: string, after: { name: string } | null, limit: number): Promise<SourceRow[]> {
  const key = after === null ? Prisma.empty : Prisma.sql`AND o.name > ${after.name}`;
  const rows = await tx.$queryRaw<{ [field in keyof SourceRow]: SourceRow[field] extends number ? number | bigint | Prisma.Decimal : SourceRow[field] }[]>`
    WITH page AS MATERIALIZED (SELECT * FROM log_source o WHERE o.organization_id = ${organizationId} ${key} ORDER BY o.name LIMIT ${limit})
    SELECT o.id, o.name, o.utc_offset_minutes AS "utcOffsetMinutes",
           count(g.id) AS segments, coalesce(sum(g.byte_length), 0)::bigint AS bytes, coalesce(sum(s.lines), 0)::bigint AS lines,
           coalesce(sum(s.unparsed_lines), 0)::bigint AS "unparsedLines", coalesce(sum(s.alerts), 0)::bigint AS alerts,
           count(*) FILTER (WHERE s.status <> 'finished') AS undone, count(*) FILTER (WHERE s.status = 'failed') AS failed,
           max(g.received_at) AS "lastReceivedAt", max(s.last_event_at) AS "lastEventAt"
    FROM page o
    LEFT JOIN (log_segment g JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id)
      ON g.organization_id = o.organization_id AND g.source_id = o.id
    GROUP BY o.id, o.name, o.utc_offset_minutes ORDER BY o.name`;
  return rows.map((row) => {
    const count = (value: unknown): number => Number(value);
    const { id, name, lastReceivedAt, lastEventAt } = row;
    return {
      id, name, lastReceivedAt, lastEventAt,
      utcOffsetMinutes: count(row.utcOffsetMinutes), segments: count(row.segments), bytes: count(row.bytes), lines: count(row.lines),
      unparsedLines: count(row.unparsedLines), alerts: count(row.alerts), undone: count(row.undone), failed: count(row.failed),
    };
  });
}

export type LogHealth = {
  segments: number;
  /** In line or being read. */
  reading: number;
  failed: number;
  /** Read, but not all of their text. */
  partial: number;
  lines: number;
  unparsedLines: number;
};

const PARTIAL_NOTES = Object.entries(SCAN_NOTES).filter(([, note]) => note.partial).map(([name]) => name);

/** How completely the segments received since an instant have been read. */
export async function findLogHealth(tx: TenantTransaction, organizationId: string, since: Date): Promise<LogHealth> {
  const [row] = await tx.$queryRaw<Record<keyof LogHealth, bigint>[]>`
    SELECT count(*) AS segments,
           count(*) FILTER (WHERE s.status IN ('queued', 'running')) AS reading,
           count(*) FILTER (WHERE s.status = 'failed') AS failed,
           count(*) FILTER (WHERE s.status = 'finished' AND s.notes && ${PARTIAL_NOTES}) AS partial,
           coalesce(sum(s.lines), 0)::bigint AS lines, coalesce(sum(s.unparsed_lines), 0)::bigint AS "unparsedLines"
    FROM log_segment g JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
    WHERE g.organization_id = ${organizationId} AND g.received_at >= ${since}`;
  const count = (field: keyof LogHealth): number => Number(row?.[field] ?? 0);
  return { segments: count("segments"), reading: count("reading"), failed: count("failed"), partial: count("partial"), lines: count("lines"), unparsedLines: count("unparsedLines") };
}
