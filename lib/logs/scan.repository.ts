import { Prisma, type LogSegment, type LogSegmentScan } from "#prisma/generated/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { QUIET_DAYS_DUE } from "./quiet-days.kind.ts";
import { noProgress, progressColumns, type ScanProgress } from "./scan-progress.ts";
import type { SegmentWithSource } from "./segment.repository.ts";

export type ScannedSegment = SegmentWithSource & { scan: LogSegmentScan };

/** A segment with its source and scan; null when the organization has none of that id. */
export async function findScan(tx: TenantTransaction, organizationId: string, segmentId: string): Promise<ScannedSegment | null> {
  const segment = await tx.logSegment.findUnique({
    where: { organizationId_id: { organizationId, id: segmentId } },
    include: { source: true, scan: true },
  });
  return segment === null || segment.scan === null ? null : { ...segment, scan: segment.scan };
}

/** Takes the scan for one reader: when it waits in line, or its reader has given no sign since `silentSince`. */
export async function takeScan(tx: TenantTransaction, organizationId: string, segmentId: string, silentSince: Date, now: Date): Promise<boolean> {
  const { count } = await tx.logSegmentScan.updateMany({
    where: { organizationId, segmentId, OR: [{ status: "queued" }, { status: "running", updatedAt: { lte: silentSince } }] },
    data: { status: "running", error: null, updatedAt: now },
  });
  return count === 1;
}

/** Segments of the same source received earlier whose scan has not ended, the earliest first. */
export async function findEarlierUndone(tx: TenantTransaction, organizationId: string, segment: Pick<LogSegment, "id" | "sourceId" | "receivedAt">): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT g.id FROM log_segment g JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
    WHERE g.organization_id = ${organizationId} AND g.source_id = ${segment.sourceId}
      AND (g.received_at, g.id) < (${segment.receivedAt}, ${segment.id}) AND s.status IN ('queued', 'running')
    ORDER BY g.received_at, g.id LIMIT 100`;
  return rows.map((row) => row.id);
}

/** The segment of the source that is next in line after one that ended; null when none waits. */
export async function findNextQueued(tx: TenantTransaction, organizationId: string, sourceId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT g.id FROM log_segment g JOIN log_segment_scan s ON s.organization_id = g.organization_id AND s.segment_id = g.id
    WHERE g.organization_id = ${organizationId} AND g.source_id = ${sourceId} AND s.status = 'queued'
    ORDER BY g.received_at, g.id LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** Whether a reader that gave a sign since `silentSince` is at another segment of the source: one that was put in line again, or received at the same moment. */
export async function isSourceRead(tx: TenantTransaction, organizationId: string, segment: Pick<LogSegment, "id" | "sourceId">, silentSince: Date): Promise<boolean> {
  const other = await tx.logSegmentScan.findFirst({
    where: { organizationId, segmentId: { not: segment.id }, status: "running", updatedAt: { gt: silentSince }, segment: { sourceId: segment.sourceId } },
    select: { segmentId: true },
  });
  return other !== null;
}

/** Puts a scan in line again whose reader has given no sign since `silentSince`. */
export async function queueSilent(tx: TenantTransaction, organizationId: string, segmentId: string, silentSince: Date): Promise<void> {
  await tx.logSegmentScan.updateMany({ where: { organizationId, segmentId, status: "running", updatedAt: { lte: silentSince } }, data: { status: "queued" } });
}

/** Puts a scan that was just taken back to its start. */
export async function resetScan(tx: TenantTransaction, organizationId: string, segmentId: string): Promise<void> {
  await tx.logSegmentScan.update({ where: { organizationId_segmentId: { organizationId, segmentId } }, data: { ...progressColumns(noProgress()), snapshot: Prisma.DbNull } });
}

/** Of these segments, those whose job still waits or runs. */
export async function withLiveJob(tx: TenantTransaction, segmentIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.jobRun.findMany({ where: { subjectId: { in: [...segmentIds] }, status: { in: ["queued", "running"] } }, select: { subjectId: true } });
  return new Set(rows.map((row) => row.subjectId));
}

/** What one reader believes of the scan: a commit counts only while it is still so. */
export type ScanHold = { segmentId: string; scannedBytes: bigint; updatedAt: Date; /** Which state of its source's correlation it goes on from, by when that was written; null when there was none. */ stateOf: Date | null };

/**
 * Writes progress if the caller still holds the scan. False when another reader has taken it over: nothing was written.
 *
 * @param snapshot JSON of what is needed to go on from here; null leaves none
 */
export async function writeProgress(
  tx: TenantTransaction,
  organizationId: string,
  hold: ScanHold,
  progress: ScanProgress,
  next: { status: "running" | "finished"; snapshot: string | null; now: Date },
): Promise<boolean> {
  const { count } = await tx.logSegmentScan.updateMany({
    where: { organizationId, segmentId: hold.segmentId, status: "running", scannedBytes: hold.scannedBytes, updatedAt: hold.updatedAt },
    data: { ...progressColumns(progress), status: next.status, updatedAt: next.now },
  });
  if (count !== 1) return false;
  // As text: the snapshot may be large, and is JSON already.
  await tx.$executeRaw`UPDATE log_segment_scan SET snapshot = ${next.snapshot}::jsonb WHERE organization_id = ${organizationId} AND segment_id = ${hold.segmentId}`;
  return true;
}

/** Says that the caller is still at the scan. False when another reader has taken it over. */
export async function renewHold(tx: TenantTransaction, organizationId: string, { segmentId, scannedBytes, updatedAt }: ScanHold, now: Date): Promise<boolean> {
  const { count } = await tx.logSegmentScan.updateMany({ where: { organizationId, segmentId, status: "running", scannedBytes, updatedAt }, data: { updatedAt: now } });
  return count === 1;
}

/** Has the days of a segment that was read looked at, by the dispatcher. */
export async function putQuietDaysDue(tx: TenantTransaction, segmentId: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${QUIET_DAYS_DUE}, ${segmentId}, ${at}::timestamptz)`;
}

/** Ends a scan that did not get through. False when it had ended already. */
export async function failScan(tx: TenantTransaction, organizationId: string, segmentId: string, error: string, now: Date): Promise<boolean> {
  const { count } = await tx.logSegmentScan.updateMany({
    where: { organizationId, segmentId, status: { in: ["queued", "running"] } },
    data: { status: "failed", error, updatedAt: now },
  });
  return count === 1;
}

/** Puts a failed scan in line again, from where it stopped. */
export async function requeueScan(tx: TenantTransaction, organizationId: string, segmentId: string, now: Date): Promise<boolean> {
  const { count } = await tx.logSegmentScan.updateMany({
    where: { organizationId, segmentId, status: "failed" },
    data: { status: "queued", error: null, updatedAt: now },
  });
  return count === 1;
}

/** What the correlation of a source knew after its last whole segment; null before the first. */
export function findCorrelationState(tx: TenantTransaction, organizationId: string, sourceId: string) {
  return tx.correlationState.findUnique({ where: { organizationId_sourceId: { organizationId, sourceId } } });
}

/**
 * Puts a source's state in the place of the one that the caller went on from. False when that is not the state any more: nothing was
 * written. The time of each is later than that of the one before, whatever clocks say, so that it names one state and no other.
 *
 * @param before when the state was written that the caller went on from; null when there was none
 */
export async function replaceCorrelationState(tx: TenantTransaction, organizationId: string, sourceId: string, before: Date | null, state: { ruleSetHash: string; snapshot: string }, now: Date): Promise<boolean> {
  const written = await tx.$executeRaw`
    INSERT INTO correlation_state (organization_id, source_id, rule_set_hash, snapshot, updated_at)
    VALUES (${organizationId}, ${sourceId}, ${state.ruleSetHash}, ${state.snapshot}::jsonb, ${now})
    ON CONFLICT (organization_id, source_id)
    DO UPDATE SET rule_set_hash = excluded.rule_set_hash, snapshot = excluded.snapshot, updated_at = GREATEST(excluded.updated_at, correlation_state.updated_at + interval '1 millisecond')
    WHERE correlation_state.updated_at = ${before}::timestamptz`;
  return written === 1;
}

/** The name of whom a fact carries as its author. */
export async function memberName(tx: TenantTransaction, organizationId: string, id: string): Promise<string> {
  if (id.startsWith("system:")) return `Tickmark (${id.slice("system:".length)})`;
  const member = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id } }, select: { name: true } });
  return member?.name ?? "Unknown person";
}
