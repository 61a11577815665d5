import { freshUntil, rejectionGap, type RequestFacts } from "#lib/evidence/client.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { GOOD_AT, settledAt, unsettledAt } from "./judgement.repository.ts";

/** A request with the freshness that it asked for at the time in question. */
export type TimedRequest = { id: string; freshnessDays: number };

type Packed = [id: string, lastGoodAt: number | null, awaitingReview: number, rejectedId: string | null, rejectedNumber: number | null, rejectedAt: number | null];

/**
 * Facts of evidence requests as they stood at an instant, replayed from answers and reviews. At the present one they equal
 * what the request's row keeps; a test holds the two together. One text: of a thousand requests each row by itself would
 * cost more than the query.
 */
export async function requestFactsAt(tx: TenantTransaction, organizationId: string, requests: readonly TimedRequest[], asOf: AsOf): Promise<Map<string, RequestFacts>> {
  const ids = requests.map((one) => one.id);
  const [row] = await tx.$queryRaw<{ facts: string }[]>`
    WITH ${unsettledAt(organizationId, ids, asOf)}, waiting AS (
      SELECT request_id, count(*)::int AS awaiting FROM unsettled WHERE standing = 'awaiting' GROUP BY request_id
    ), rejected AS (
      SELECT DISTINCT ON (u.request_id) u.request_id, e.id, e.number, u.good_at
      FROM unsettled u JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = u.evidence_id
      WHERE u.standing = 'rejected' ORDER BY u.request_id, u.good_at DESC, e.id DESC
    )
    SELECT coalesce(json_agg(json_build_array(q.id, floor(extract(epoch FROM good.good_at) * 1000), coalesce(w.awaiting, 0),
           j.id, j.number, floor(extract(epoch FROM j.good_at) * 1000))), '[]')::text AS facts
    FROM unnest(${ids}::text[]) q(id)
    LEFT JOIN LATERAL (
      SELECT ${GOOD_AT} AS good_at FROM evidence_answer a
      WHERE a.organization_id = ${organizationId} AND a.request_id = q.id AND ${GOOD_AT} <= ${provenUntil(asOf)} AND ${settledAt(asOf)}
      ORDER BY ${GOOD_AT} DESC LIMIT 1
    ) good ON true
    LEFT JOIN waiting w ON w.request_id = q.id
    LEFT JOIN rejected j ON j.request_id = q.id AND (good.good_at IS NULL OR j.good_at > good.good_at)`;
  const days = new Map(requests.map((one) => [one.id, one.freshnessDays]));
  return new Map((JSON.parse(row?.facts ?? "[]") as Packed[]).map((packed) => [packed[0], factsOf(packed, days.get(packed[0]) ?? 0)]));
}

function factsOf([, good, awaitingReview, rejectedId, rejectedNumber, rejectedAt]: Packed, freshnessDays: number): RequestFacts {
  const lastGoodAt = good === null ? null : new Date(good);
  return {
    lastGoodAt,
    freshUntil: lastGoodAt === null ? null : freshUntil(lastGoodAt, freshnessDays),
    awaitingReview,
    gaps: rejectedId === null || rejectedNumber === null || rejectedAt === null ? [] : [rejectionGap({ id: rejectedId, number: rejectedNumber }, new Date(rejectedAt))],
  };
}
