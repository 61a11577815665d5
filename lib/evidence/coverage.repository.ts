import type { Scope } from "#lib/access/index.ts";
import { judgementAt } from "#lib/controls/index.ts";
import { periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { EvidenceSpan } from "./control-coverage.ts";
import { evidenceReference } from "./request-gap.ts";

type SpanRow = { requestId: string; standing: EvidenceSpan["standing"]; from: Date; to: Date; number: number | null };
type Within = { from: Date; until: Date };

/** When an answer stops being fresh: `freshUntil` of `goodAt` (freshness.ts), so that a day is proven exactly when the request's status was good on it. */
const ENDS = Prisma.sql`(least(a.effective_until, a.collected_at) + q.freshness_days * interval '24 hours')`;

export type Asked = { requestIds: readonly string[]; within: Within; at: Date };

/**
 * What evidence says of a period, per request, by what had been recorded and judged at an instant. Accepted stretches
 * come merged from the database, so a year of daily records is one row. A stretch ends when the evidence stops being
 * fresh. An auditor is told of accepted evidence only.
 */
export async function evidenceSpans(tx: TenantTransaction, scope: Scope, { requestIds, within, at }: Asked): Promise<EvidenceSpan[]> {
  const judgement = judgementAt(scope.organizationId, at);
  const rows = await tx.$queryRaw<SpanRow[]>`
    WITH ${judgement.tables}, judged AS (
      SELECT a.request_id, a.evidence_id, a.effective_from AS starts, ${ENDS} AS ends, ${judgement.standing} AS standing
      FROM evidence_answer a
      JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
      ${judgement.joins}
      WHERE a.organization_id = ${scope.organizationId} AND a.request_id = ANY(${[...requestIds]}::text[]) AND a.recorded_at <= ${at}
        AND a.effective_from < ${within.until} AND ${ENDS} > ${within.from}
    ), accepted AS (
      SELECT request_id, unnest(range_agg(tstzrange(starts, ends))) AS stretch FROM judged
      WHERE standing = 'accepted' AND starts < ends GROUP BY request_id
    )
    SELECT request_id AS "requestId", 'accepted' AS standing, lower(stretch) AS "from", upper(stretch) AS "to", NULL::int AS number FROM accepted
    UNION ALL
    SELECT j.request_id, j.standing, j.starts, j.ends, e.number
    FROM judged j JOIN evidence e ON e.organization_id = ${scope.organizationId} AND e.id = j.evidence_id
    WHERE j.standing <> 'accepted' AND j.starts < j.ends
    ORDER BY "requestId", "from"`;
  const told = scope.engagement === null ? rows : rows.filter((row) => row.standing === "accepted");
  return told.map(({ number, ...row }) => ({ ...row, reference: number === null ? "" : evidenceReference(number) }));
}

/** Of the answers that ended before a period, this many collected last are looked at for the latest end. */
const EARLIER_ANSWERS = 50;

/** When accepted evidence from before a period ended, by request; nothing for requests without any. */
export async function provenBefore(tx: TenantTransaction, organizationId: string, { requestIds, within, at }: Asked): Promise<Map<string, Date>> {
  const judgement = judgementAt(organizationId, at);
  const rows = await tx.$queryRaw<{ requestId: string; ended: Date }[]>`
    WITH ${judgement.tables}
    SELECT q.id AS "requestId", max(earlier.ends) AS ended
    FROM evidence_request q
    CROSS JOIN LATERAL (
      SELECT ${ENDS} AS ends FROM evidence_answer a ${judgement.joins}
      WHERE a.organization_id = q.organization_id AND a.request_id = q.id AND a.recorded_at <= ${at}
        AND ${judgement.standing} = 'accepted' AND ${ENDS} <= ${within.from}
      ORDER BY a.collected_at DESC, a.evidence_id DESC LIMIT ${EARLIER_ANSWERS}
    ) earlier
    WHERE q.organization_id = ${organizationId} AND q.id = ANY(${[...requestIds]}::text[])
    GROUP BY q.id`;
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
