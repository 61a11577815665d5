import { freshUntil, rejectionGap, type RequestFacts } from "#lib/evidence/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { GOOD_AT, settledAt, unsettledAt } from "./judgement.repository.ts";

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
 */
export async function requestFactsAt(tx: TenantTransaction, organizationId: string, requestIds: readonly string[], at: Date): Promise<Map<string, RequestFacts>> {
  const rows = await tx.$queryRaw<ReplayedRow[]>`
    WITH ${unsettledAt(organizationId, requestIds, at)}, waiting AS (
      SELECT request_id, count(*)::int AS awaiting FROM unsettled WHERE standing = 'awaiting' GROUP BY request_id
    ), rejected AS (
      SELECT DISTINCT ON (u.request_id) u.request_id, e.id, e.number, u.good_at
      FROM unsettled u JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = u.evidence_id
      WHERE u.standing = 'rejected' ORDER BY u.request_id, u.good_at DESC, e.id DESC
    )
    SELECT q.id AS "requestId", q.freshness_days AS "freshnessDays", good.good_at AS "lastGoodAt",
           coalesce(w.awaiting, 0) AS "awaitingReview",
           j.id AS "rejectedId", j.number AS "rejectedNumber", j.good_at AS "rejectedAt"
    FROM evidence_request q
    LEFT JOIN LATERAL (
      SELECT ${GOOD_AT} AS good_at FROM evidence_answer a
      WHERE a.organization_id = q.organization_id AND a.request_id = q.id AND ${GOOD_AT} <= ${at} AND ${settledAt(at)}
      ORDER BY ${GOOD_AT} DESC LIMIT 1
    ) good ON true
    LEFT JOIN waiting w ON w.request_id = q.id
    LEFT JOIN rejected j ON j.request_id = q.id AND (good.good_at IS NULL OR j.good_at > good.good_at)
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
