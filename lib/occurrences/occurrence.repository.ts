import type { Scope } from "#lib/access/index.ts";
import { isToldOf, type AsOf } from "#lib/platform/as-of.ts";
import { onceInRead } from "#lib/platform/shared-read.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { PERIODIC_FREQUENCIES, type PeriodicFrequency } from "./frequencies.ts";
import { REVIEW_DECISIONS, type OccurrenceDecision } from "./occurrence-state.ts";
import type { Cadence } from "./windows.ts";

/** The versions of each control that are told of an instant, those planned then too, as far as they say when it is performed. */
export async function cadencesOf(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], asOf: AsOf): Promise<Map<string, Cadence[]>> {
  const rows = await onceInRead(tx, `cadences known at ${asOf.knownAt.getTime()} of ${controlIds.join(" ")}`, () => tx.controlVersion.findMany({
    where: { organizationId, controlId: { in: [...controlIds] }, recordedAt: { lte: asOf.knownAt } },
    select: { controlId: true, kind: true, frequency: true, effectiveFrom: true, version: true, retiredFrom: true, recordedAt: true },
  }));
  // Nothing is owed from the day on which a control retires.
  const cadences = rows.filter((row) => isToldOf(asOf, row)).map(({ retiredFrom, recordedAt: _, ...row }) => ({ ...row, frequency: retiredFrom === null ? row.frequency : null }));
  return Map.groupBy(cadences, (row) => row.controlId);
}

export type StoredReview = { position: number; decision: OccurrenceDecision; reason: string; reviewedBy: string; recordedAt: Date };

export type StoredPerformance = {
  id: string;
  controlId: string;
  windowFirstDay: string;
  windowLastDay: string;
  frequency: PeriodicFrequency;
  attempt: number;
  performedOn: string;
  summary: string;
  exceptions: string | null;
  recordedAt: Date;
  recordedBy: string;
  evidenceIds: string[];
  /** In the order in which they were made. */
  reviews: StoredReview[];
};

const include = { reviews: { orderBy: { position: "asc" } }, evidence: { select: { evidenceId: true }, orderBy: { evidenceId: "asc" } } } as const satisfies Prisma.OccurrencePerformanceInclude;

function performanceOf(row: Prisma.OccurrencePerformanceGetPayload<{ include: typeof include }>): StoredPerformance {
  const { organizationId: _, evidence, reviews, frequency, ...fields } = row;
  return {
    ...fields,
    frequency: storedWord(PERIODIC_FREQUENCIES, frequency),
    evidenceIds: evidence.map((one) => one.evidenceId),
    reviews: reviews.map(({ position, decision, reason, reviewedBy, recordedAt }) => ({ position, decision: storedWord(REVIEW_DECISIONS, decision), reason, reviewedBy, recordedAt })),
  };
}

/** Performances of windows that began within the days given, in the order in which they were recorded: that of their ids. */
export async function performancesWithin(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], days: { firstDay: string; lastDay: string }): Promise<StoredPerformance[]> {
  const rows = await tx.occurrencePerformance.findMany({
    where: { organizationId, controlId: { in: [...controlIds] }, windowFirstDay: { gte: days.firstDay, lte: days.lastDay } },
    include, orderBy: { id: "asc" },
  });
  return rows.map(performanceOf);
}

export async function findPerformance(tx: TenantTransaction, organizationId: string, id: string): Promise<StoredPerformance | null> {
  const row = await tx.occurrencePerformance.findUnique({ where: { organizationId_id: { organizationId, id } }, include });
  return row === null ? null : performanceOf(row);
}

/** Writes a performance. @returns false when somebody else recorded the same attempt first */
export async function insertPerformance(tx: TenantTransaction, organizationId: string, { evidenceIds, reviews: _, ...performance }: StoredPerformance): Promise<boolean> {
  const { count } = await tx.occurrencePerformance.createMany({ data: [{ organizationId, ...performance }], skipDuplicates: true });
  if (count === 0) return false;
  await tx.occurrenceEvidence.createMany({ data: evidenceIds.map((evidenceId) => ({ organizationId, performanceId: performance.id, evidenceId })) });
  return true;
}

/** Writes a review. @returns false when somebody else judged from the same state first */
export async function insertReview(tx: TenantTransaction, organizationId: string, review: StoredReview & { id: string; performanceId: string }): Promise<boolean> {
  const { count } = await tx.occurrenceReview.createMany({ data: [{ organizationId, ...review }], skipDuplicates: true });
  return count === 1;
}

export type PerformanceToReview = { id: string; code: string; windowFirstDay: string; windowLastDay: string; recordedAt: Date };

/** Performances that nobody judged yet and that are not this person's own, oldest first. */
export async function performancesToReview(tx: TenantTransaction, organizationId: string, memberId: string, take: number): Promise<{ total: number; items: PerformanceToReview[] }> {
  const where = { organizationId, reviews: { none: {} }, recordedBy: { not: memberId } };
  const rows = await tx.occurrencePerformance.findMany({
    where, take, orderBy: [{ recordedAt: "asc" }, { id: "asc" }],
    select: { id: true, windowFirstDay: true, windowLastDay: true, recordedAt: true, control: { select: { code: true } } },
  });
  return { total: await tx.occurrencePerformance.count({ where, take: COUNT_LOOKS }), items: rows.map(({ control, ...row }) => ({ ...row, code: control.code })) };
}

export type OccurrenceProof = { id: string; number: number; title: string; sourceKind: SourceKind; submittedBy: string; collectedAt: Date; reviewState: string };

/** The evidence of these ids, in the order of numbers. An auditor gets what is accepted and speaks for the engagement's period. */
export function proofsOf(tx: TenantTransaction, { organizationId, engagement }: Scope, evidenceIds: readonly string[]): Promise<OccurrenceProof[]> {
  const told = engagement === null ? {} : { effectiveFrom: { lt: engagement.until }, effectiveUntil: { gt: engagement.from }, state: { reviewState: "accepted" } };
  return findProofs(tx, { organizationId, id: { in: [...evidenceIds] }, ...told }, { number: "asc" });
}

/** Evidence that answers a control and was collected at an instant or later, as far as nobody rejected it. Of all, or of the ids given; newest first. */
export function evidenceOfControl(tx: TenantTransaction, organizationId: string, controlId: string, from: Date, take: number, ids?: readonly string[]): Promise<OccurrenceProof[]> {
  const where = { organizationId, collectedAt: { gte: from }, answers: { some: { request: { controlId }, collectedAt: { gte: from } } }, state: { reviewState: { not: "rejected" } }, ...(ids === undefined ? {} : { id: { in: [...ids] } }) };
  return findProofs(tx, where, { collectedAt: "desc" }, take);
}

async function findProofs(tx: TenantTransaction, where: Prisma.EvidenceWhereInput, orderBy: Prisma.EvidenceOrderByWithRelationInput, take?: number): Promise<OccurrenceProof[]> {
  const rows = await tx.evidence.findMany({
    where, orderBy: [orderBy, { id: "desc" }], ...(take === undefined ? {} : { take }),
    select: { id: true, number: true, title: true, sourceKind: true, submittedBy: true, collectedAt: true, state: { select: { reviewState: true } } },
  });
  return rows.map(({ state, ...row }) => ({ ...row, reviewState: state?.reviewState ?? "awaiting" }));
}
