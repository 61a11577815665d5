import type { Scope } from "#lib/access/index.ts";
import { GOOD_AT, settledAt, unsettledAt, type TimedRequest } from "#lib/frameworks/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import { periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { EvidenceSpan } from "./control-coverage.ts";
import { evidenceReference } from "./request-gap.ts";

type SpanRow = { requestId: string; standing: EvidenceSpan["standing"]; from: Date; to: Date; number: number | null };
type Within = { from: Date; until: Date };

export type Asked = { requests: readonly TimedRequest[]; within: Within; asOf: AsOf };

/**
 * What evidence says of a period, per request, as it stood at an instant. Accepted stretches
 * come merged, with the last one that ended before the period. A stretch ends when the evidence stops being fresh, so
 * that a day is proven exactly when the request's status was good on it. An auditor is told of accepted evidence only.
 */
export async function evidenceSpans(tx: TenantTransaction, scope: Scope, { requests, within, asOf }: Asked): Promise<EvidenceSpan[]> {
  const { organizationId } = scope;
  const requestIds = requests.map((one) => one.id);
  const rows = await tx.$queryRaw<SpanRow[]>`
    WITH RECURSIVE asked AS MATERIALIZED (
      SELECT request_id, days * interval '24 hours' AS fresh
      FROM unnest(${requestIds}::text[], ${requests.map((one) => one.freshnessDays)}::int[]) q(request_id, days)
    ), ${unsettledAt(organizationId, requestIds, asOf)}, ${walk(organizationId, within, asOf)}, ${lasting(organizationId, within, asOf)}, accepted AS (
      SELECT request_id, unnest(range_agg(tstzrange(starts, ends))) AS stretch
      FROM (SELECT request_id, starts, max(ends) AS ends FROM walk WHERE good_at > '-infinity' GROUP BY request_id, starts
            UNION ALL SELECT request_id, starts, ends FROM lasting) stretches
      GROUP BY request_id
    )
    SELECT request_id AS "requestId", 'accepted' AS standing, lower(stretch) AS "from", upper(stretch) AS "to", NULL::int AS number FROM accepted
    UNION ALL
    SELECT u.request_id, u.standing, u.effective_from, u.good_at + k.fresh, e.number
    FROM unsettled u JOIN asked k ON k.request_id = u.request_id
    JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = u.evidence_id
    WHERE u.effective_from < ${within.until} AND u.good_at + k.fresh > ${within.from}
    ORDER BY "requestId", "from"`;
  const told = scope.engagement === null ? rows : rows.filter((row) => row.standing === "accepted");
  return told.map(({ number, ...row }) => ({ ...row, reference: number === null ? "" : evidenceReference(number) }));
}

/**
 * A common table expression that walks from proof to proof and reads two answers per freshness period, however many
 * there are. From the newest good instant known so far, the next row is the newest one that is good before proof ends
 * there; failing that, the answer that begins next. Rows of one unbroken stretch share `starts`. What the walk may
 * step over is an answer that began before such an instant and is good after a whole freshness period: see `lasting`.
 */
function walk(organizationId: string, within: Within, asOf: AsOf): Prisma.Sql {
  const ofRequest = Prisma.sql`a.organization_id = ${organizationId} AND a.request_id = w.request_id`;
  return Prisma.sql`
    walk AS (
      SELECT k.request_id, k.fresh, coalesce(before.good_at, '-infinity') AS starts,
             coalesce(before.good_at, '-infinity') AS good_at, coalesce(before.good_at, '-infinity') + k.fresh AS ends
      FROM asked k LEFT JOIN LATERAL (
        SELECT ${GOOD_AT} AS good_at FROM evidence_answer a
        WHERE a.organization_id = ${organizationId} AND a.request_id = k.request_id AND ${GOOD_AT} <= ${within.from} AND ${settledAt(asOf)}
        ORDER BY ${GOOD_AT} DESC LIMIT 1
      ) before ON true
      UNION ALL
      SELECT w.request_id, w.fresh,
             CASE WHEN fresh.good_at IS NOT NULL OR next.starts <= w.ends THEN w.starts ELSE next.starts END,
             coalesce(fresh.good_at, next.good_at), coalesce(fresh.good_at, next.good_at) + w.fresh
      FROM walk w
      LEFT JOIN LATERAL (
        SELECT ${GOOD_AT} AS good_at FROM evidence_answer a
        WHERE ${ofRequest} AND ${GOOD_AT} > w.good_at AND ${GOOD_AT} <= w.ends AND ${settledAt(asOf)}
        ORDER BY ${GOOD_AT} DESC LIMIT 1
      ) fresh ON true
      LEFT JOIN LATERAL (
        SELECT a.effective_from AS starts, ${GOOD_AT} AS good_at FROM evidence_answer a
        WHERE fresh.good_at IS NULL AND ${ofRequest} AND a.effective_from > w.good_at AND a.effective_from < ${within.until} AND ${settledAt(asOf)}
        ORDER BY a.effective_from LIMIT 1
      ) next ON true
      WHERE w.ends < ${within.until} AND coalesce(fresh.good_at, next.good_at) IS NOT NULL
    )`;
}

/** Accepted answers that speak for more than a day, the least freshness there is, of those that touch the period. */
function lasting(organizationId: string, within: Within, asOf: AsOf): Prisma.Sql {
  return Prisma.sql`
    lasting AS (
      SELECT a.request_id, a.effective_from AS starts, ${GOOD_AT} + k.fresh AS ends
      FROM asked k JOIN evidence_answer a ON a.organization_id = ${organizationId} AND a.request_id = k.request_id
      WHERE ${GOOD_AT} - a.effective_from > interval '24 hours' AND ${GOOD_AT} > ${within.from} AND a.effective_from < ${within.until} AND ${settledAt(asOf)}
    )`;
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
