import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** What stood against a control in a period, as it was known at an instant. */
export type FindingPeriod = { controlId: string; from: Date; until: Date; asOf: Date };

/**
 * The findings that touched a control when they were looked at, by number; at most `limit`. Which controls one touches is
 * replayed from its events: the rows beside it say only what is so now.
 */
export async function findTouching(tx: TenantTransaction, organizationId: string, period: FindingPeriod, limit: number): Promise<{ id: string; number: number }[]> {
  return tx.$queryRaw`SELECT f.id, f.number FROM ${touching(organizationId, period)} ORDER BY f.number LIMIT ${limit}`;
}

/**
 * How many of those stood in the period, and how many of them are shared with auditors: counted by the database in one
 * statement, another way than the replay.
 */
export async function countOfPeriod(tx: TenantTransaction, organizationId: string, period: FindingPeriod): Promise<{ all: number; shared: number }> {
  const end = endOf(period);
  const last = (column: Prisma.Sql, at: Date): Prisma.Sql => Prisma.sql`(
    SELECT e.${column} AS value, e.at FROM finding_event e WHERE e.organization_id = ${organizationId} AND e.finding_id = f.id AND e.${column} IS NOT NULL AND e.at <= ${at} ORDER BY e.number DESC LIMIT 1)`;
  const [row] = await tx.$queryRaw<{ all: bigint; shared: bigint }[]>`
    SELECT count(*) AS all, count(*) FILTER (WHERE v.value = 'shared_with_auditor') AS shared
    FROM ${touching(organizationId, period)}
    JOIN LATERAL ${last(Prisma.raw("status"), end)} s ON s.value NOT IN ('closed', 'withdrawn') OR s.at >= ${period.from}
    LEFT JOIN LATERAL ${last(Prisma.raw("visibility"), period.asOf)} v ON true`;
  return { all: Number(row?.all ?? 0), shared: Number(row?.shared ?? 0) };
}

/** Findings counted over their states: another table than the one that lists them. */
export function countFindingStates(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<number> {
  return tx.findingState.count({ where: { organizationId, findingId: { in: [...ids] } } });
}

/** The instant of which the period tells: its end, or when it was looked at if that was earlier. */
export function endOf({ until, asOf }: Pick<FindingPeriod, "until" | "asOf">): Date {
  return until < asOf ? new Date(until.getTime() - 1) : asOf;
}

// A control that is related to no more has left its trace in an event of kind `related`: of these there are few.
function touching(organizationId: string, { controlId, until, asOf }: FindingPeriod): Prisma.Sql {
  return Prisma.sql`(
      SELECT finding_id FROM finding_control WHERE organization_id = ${organizationId} AND control_id = ${controlId}
      UNION SELECT finding_id FROM finding_event WHERE organization_id = ${organizationId} AND kind = 'related'
    ) c
    JOIN finding f ON f.organization_id = ${organizationId} AND f.id = c.finding_id AND f.raised_at < ${until} AND f.raised_at <= ${asOf}
    JOIN LATERAL (
      SELECT e.control_ids FROM finding_event e WHERE e.organization_id = ${organizationId} AND e.finding_id = f.id AND e.kind IN ('raised', 'related') AND e.at <= ${asOf} ORDER BY e.number DESC LIMIT 1
    ) t ON ${controlId} = ANY (t.control_ids)`;
}
