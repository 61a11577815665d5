import { acceptedAt, GOOD_AT } from "#lib/frameworks/index.ts";
import { ALL_RECORDED } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { BurnDay, BurnPoint } from "./burn-down.ts";

/** Today counts whatever is recorded; a past day what had been recorded by its end. */
const knownBy = ({ at, when }: BurnPoint): Date => (when === "today" ? ALL_RECORDED : at);

type Counted = { ordinal: number; total: number; proven: number; unknown: number };

/**
 * How requests stood at instants, by what was known at each: as they were asked then, by what had been accepted then. One
 * look into an index for each request and instant, however much evidence there is. A request not asked yet is not counted.
 */
export async function burnedDown(tx: TenantTransaction, organizationId: string, requestIds: readonly string[], points: readonly BurnPoint[]): Promise<BurnDay[]> {
  const rows = await tx.$queryRaw<Counted[]>`
    SELECT p.ordinal::int AS ordinal, count(v.freshness_days)::int AS total,
           count(*) FILTER (WHERE good.good_at + v.freshness_days * interval '24 hours' > p.at)::int AS proven,
           count(*) FILTER (WHERE v.freshness_days IS NOT NULL AND good.good_at IS NULL)::int AS unknown
    FROM unnest(${points.map((one) => one.at)}::timestamptz[], ${points.map(knownBy)}::timestamptz[]) WITH ORDINALITY p(at, known, ordinal)
    CROSS JOIN unnest(${[...requestIds]}::text[]) q(id)
    LEFT JOIN LATERAL (
      SELECT CASE WHEN told.asked THEN told.freshness_days END AS freshness_days FROM evidence_request_version told
      WHERE told.organization_id = ${organizationId} AND told.request_id = q.id AND (told.effective_from <= p.at OR (p.known > p.at AND told.effective_from <= told.recorded_at)) AND told.recorded_at <= p.known
      ORDER BY told.effective_from DESC, told.number DESC LIMIT 1
    ) v ON true
    LEFT JOIN LATERAL (
      SELECT ${GOOD_AT} AS good_at FROM evidence_answer a
      WHERE v.freshness_days IS NOT NULL AND a.organization_id = ${organizationId} AND a.request_id = q.id AND ${GOOD_AT} <= p.known AND ${acceptedAt(Prisma.sql`p.known`)}
      ORDER BY ${GOOD_AT} DESC LIMIT 1
    ) good ON true
    GROUP BY p.ordinal ORDER BY p.ordinal`;
  const counted = new Map(rows.map((row) => [row.ordinal, row]));
  return points.map(({ day, when }, index) => {
    const { total, proven, unknown } = counted.get(index + 1) ?? { total: 0, proven: 0, unknown: 0 };
    return { day, when, total, proven, unknown, lapsed: total - proven - unknown };
  });
}
