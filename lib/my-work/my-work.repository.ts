import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** A log segment that a machine brought and that has been read to its end. */
export type CollectedSegment = { id: string; sourceName: string; fileName: string; receivedAt: Date; lines: number; alerts: number };

/** The newest finished segments. */
export async function newestSegments(tx: TenantTransaction, take: number): Promise<CollectedSegment[]> {
  const rows = await tx.logSegment.findMany({
    where: { scan: { status: "finished" } },
    include: { source: { select: { name: true } }, scan: { select: { lines: true, alerts: true } } },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map((row) => ({
    id: row.id,
    sourceName: row.source.name,
    fileName: row.fileName,
    receivedAt: row.receivedAt,
    lines: Number(row.scan?.lines ?? 0),
    alerts: row.scan?.alerts ?? 0,
  }));
}

export type ToReview = { id: string; number: number; title: string; collectedAt: Date };

/** Answers that wait for a judgement and are not this person's own, oldest first. */
export async function evidenceToReview(tx: TenantTransaction, memberId: string, take: number): Promise<{ total: number; items: ToReview[] }> {
  const where = { reviewState: "awaiting" as const, evidence: { submittedBy: { not: memberId } } };
  const rows = await tx.evidenceState.findMany({
    where,
    include: { evidence: { select: { number: true, title: true } } },
    orderBy: [{ collectedAt: "asc" }, { evidenceId: "asc" }],
    take,
  });
  return {
    total: await tx.evidenceState.count({ where, take: COUNT_LOOKS }),
    items: rows.map((row) => ({ id: row.evidenceId, number: row.evidence.number, title: row.evidence.title, collectedAt: row.collectedAt })),
  };
}
