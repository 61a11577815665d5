import type { Scope } from "#lib/access/index.ts";
import { periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { EvidenceSpan } from "./control-coverage.ts";
import { evidenceReference } from "./request-gap.ts";

type SpanRow = { requestId: string; standing: EvidenceSpan["standing"]; from: Date; to: Date; number: number | null };
type Within = { from: Date; until: Date };

/**
 * What evidence says of a period, per request, by what had been recorded and judged at an instant. Accepted stretches
 * come merged from the database, so a year of daily records is one row. A stretch ends when the evidence stops being
 * fresh (`freshUntil` of freshness.ts): a day is proven exactly when the request's status was good on it. An auditor
 * is told of accepted evidence only.
 */
export async function evidenceSpans(tx: TenantTransaction, scope: Scope, requestIds: readonly string[], within: Within, at: Date): Promise<EvidenceSpan[]> {
  const rows = await tx.$queryRaw<SpanRow[]>`
    WITH judged AS (
      SELECT a.request_id, e.number, e.effective_from AS starts,
             least(e.effective_until, e.collected_at) + q.freshness_days * interval '24 hours' AS ends,
             coalesce(v.decision::text, 'awaiting') AS standing
      FROM evidence_answer a
      JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
      JOIN evidence e ON e.organization_id = a.organization_id AND e.id = a.evidence_id
      LEFT JOIN LATERAL (
        SELECT r.decision FROM evidence_review r
        WHERE r.organization_id = a.organization_id AND r.evidence_id = a.evidence_id AND r.recorded_at <= ${at}
        ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1
      ) v ON true
      WHERE a.organization_id = ${scope.organizationId} AND a.request_id = ANY(${[...requestIds]}::text[]) AND a.recorded_at <= ${at}
        AND e.effective_from < ${within.until} AND least(e.effective_until, e.collected_at) + q.freshness_days * interval '24 hours' > ${within.from}
    ), accepted AS (
      SELECT request_id, unnest(range_agg(tstzrange(starts, ends))) AS stretch FROM judged
      WHERE standing = 'accepted' AND starts < ends GROUP BY request_id
    )
    SELECT request_id AS "requestId", 'accepted' AS standing, lower(stretch) AS "from", upper(stretch) AS "to", NULL::int AS number FROM accepted
    UNION ALL
    SELECT request_id, standing, starts, ends, number FROM judged WHERE standing <> 'accepted' AND starts < ends
    ORDER BY "requestId", "from"`;
  const told = scope.engagement === null ? rows : rows.filter((row) => row.standing === "accepted");
  return told.map(({ number, ...row }) => ({ ...row, reference: number === null ? "" : evidenceReference(number) }));
}

/** When the accepted evidence that ended before an instant ended last, by request; nothing for requests without any. */
export async function provenBefore(tx: TenantTransaction, organizationId: string, requestIds: readonly string[], before: Date, at: Date): Promise<Map<string, Date>> {
  const rows = await tx.$queryRaw<{ requestId: string; ended: Date }[]>`
    SELECT a.request_id AS "requestId", max(least(e.effective_until, e.collected_at) + q.freshness_days * interval '24 hours') AS ended
    FROM evidence_answer a
    JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
    JOIN evidence e ON e.organization_id = a.organization_id AND e.id = a.evidence_id
    CROSS JOIN LATERAL (
      SELECT r.decision FROM evidence_review r
      WHERE r.organization_id = a.organization_id AND r.evidence_id = a.evidence_id AND r.recorded_at <= ${at}
      ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1
    ) v
    WHERE a.organization_id = ${organizationId} AND a.request_id = ANY(${[...requestIds]}::text[]) AND a.recorded_at <= ${at}
      AND v.decision = 'accepted' AND least(e.effective_until, e.collected_at) + q.freshness_days * interval '24 hours' <= ${before}
    GROUP BY a.request_id`;
  return new Map(rows.map((row) => [row.requestId, row.ended]));
}

export type EngagementPeriod = Period & { id: string; name: string; auditFirm: string };

/** The engagement over a control whose period holds an instant, the newest first; for an auditor, the one entered. */
export async function engagementOver(tx: TenantTransaction, scope: Scope, controlId: string, at: Date): Promise<EngagementPeriod | null> {
  const rows = await tx.engagement.findMany({
    where: {
      organizationId: scope.organizationId,
      ...(scope.engagement === null ? {} : { id: scope.engagement.id }),
      controls: { some: { controlId } },
    },
    select: { id: true, name: true, auditFirm: true, firstDay: true, lastDay: true, timeZone: true },
    orderBy: { id: "desc" },
  });
  if (scope.engagement !== null) return rows[0] ?? null;
  return rows.find((row) => {
    const { from, until } = periodInstants(row);
    return from <= at && at < until;
  }) ?? null;
}
