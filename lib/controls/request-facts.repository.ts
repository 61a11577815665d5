import { freshUntil, rejectionGap, type RequestFacts } from "#lib/evidence/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { judgementAt } from "./judgement.repository.ts";

type ReplayedRow = {
  requestId: string;
  freshnessDays: number;
  lastGoodAt: Date | null;
  awaitingReview: number;
  rejectedId: string | null;
  rejectedNumber: number | null;
  rejectedAt: Date | null;
};

/**
 * Facts of evidence requests as they were known at an instant, replayed from answers and reviews recorded by then.
 * At the present instant they equal what the request's row keeps; a test holds the two together.
 * Costs a read of every answer of these requests: for one control at a time, never for a list.
 */
export async function requestFactsAt(tx: TenantTransaction, organizationId: string, requestIds: readonly string[], at: Date): Promise<Map<string, RequestFacts>> {
  const judgement = judgementAt(organizationId, at);
  const rows = await tx.$queryRaw<ReplayedRow[]>`
    WITH ${judgement.tables}, answered AS (
      SELECT a.request_id, a.evidence_id, least(a.collected_at, a.effective_until) AS good_at, ${judgement.standing} AS standing
      FROM evidence_answer a ${judgement.joins}
      WHERE a.organization_id = ${organizationId} AND a.request_id = ANY(${[...requestIds]}::text[]) AND a.recorded_at <= ${at}
    ), counted AS (
      SELECT request_id, max(good_at) FILTER (WHERE standing = 'accepted') AS last_good_at,
             count(*) FILTER (WHERE standing = 'awaiting')::int AS awaiting
      FROM answered GROUP BY request_id
    ), rejected AS (
      SELECT DISTINCT ON (d.request_id) d.request_id, e.id, e.number, d.good_at
      FROM answered d JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = d.evidence_id
      WHERE d.standing = 'rejected' ORDER BY d.request_id, d.good_at DESC, e.id DESC
    )
    SELECT q.id AS "requestId", q.freshness_days AS "freshnessDays", c.last_good_at AS "lastGoodAt",
           coalesce(c.awaiting, 0) AS "awaitingReview",
           j.id AS "rejectedId", j.number AS "rejectedNumber", j.good_at AS "rejectedAt"
    FROM evidence_request q
    LEFT JOIN counted c ON c.request_id = q.id
    LEFT JOIN rejected j ON j.request_id = q.id AND (c.last_good_at IS NULL OR j.good_at > c.last_good_at)
    WHERE q.organization_id = ${organizationId} AND q.id = ANY(${[...requestIds]}::text[])`;
  return new Map(rows.map((row) => [row.requestId, factsOf(row)]));
}

function factsOf(row: ReplayedRow): RequestFacts {
  const { rejectedId, rejectedNumber, rejectedAt } = row;
  return {
    lastGoodAt: row.lastGoodAt,
    freshUntil: row.lastGoodAt === null ? null : freshUntil(row.lastGoodAt, row.freshnessDays),
    awaitingReview: row.awaitingReview,
    gaps: rejectedId === null || rejectedNumber === null || rejectedAt === null ? [] : [rejectionGap({ id: rejectedId, number: rejectedNumber }, rejectedAt)],
  };
}
