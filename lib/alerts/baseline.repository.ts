import type { Measure } from "#lib/detection/index.ts";
import { BASELINES_DUE } from "#lib/logs/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { DayTotal } from "./day-totals.ts";

/** Adds to what a segment says of its days. With `afresh` what an earlier reading of it had added is taken out first. */
export async function addTotals(tx: TenantTransaction, organizationId: string, segmentId: string, totals: readonly DayTotal[], afresh: boolean): Promise<void> {
  if (afresh) await tx.baselineTotal.deleteMany({ where: { organizationId, segmentId } });
  if (totals.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO baseline_total (organization_id, segment_id, day, measure, actor, amount)
    SELECT ${organizationId}, ${segmentId}, d.day, d.measure, d.actor, d.amount::bigint
    FROM jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) AS d(day text, measure text, actor text, amount numeric)
    ON CONFLICT (organization_id, segment_id, day, measure, actor) DO UPDATE SET amount = baseline_total.amount + excluded.amount`;
}

/** Days of which a segment says something, in their order. */
export async function daysOfSegment(tx: TenantTransaction, organizationId: string, segmentId: string): Promise<string[]> {
  const rows = await tx.baselineTotal.findMany({ where: { organizationId, segmentId }, distinct: ["day"], select: { day: true }, orderBy: { day: "asc" } });
  return rows.map(({ day }) => day);
}

/** One actor's day, over all segments, and the finished days before it since that actor was first seen, the latest last. */
export type ActorDay = { measure: Measure; actor: string; amount: number; history: { day: string; amount: number }[] };

/**
 * What the actors of a segment did on a day, each with the days before it from `firstDay` on. A day counts when anything was
 * read of it; on such a day an actor without events had none.
 */
export async function actorDays(tx: TenantTransaction, organizationId: string, { segmentId, day, firstDay, limit }: { segmentId: string; day: string; firstDay: string; limit: number }): Promise<ActorDay[]> {
  const known = await tx.$queryRaw<{ day: string }[]>`
    SELECT DISTINCT day FROM baseline_total WHERE organization_id = ${organizationId} AND day >= ${firstDay} AND day < ${day} ORDER BY day`;
  const rows = await tx.$queryRaw<{ measure: Measure; actor: string; day: string; amount: number }[]>`
    WITH asked AS (SELECT DISTINCT measure, actor FROM baseline_total WHERE organization_id = ${organizationId} AND segment_id = ${segmentId} AND day = ${day} ORDER BY measure, actor LIMIT ${limit})
    SELECT t.measure, t.actor, t.day, sum(t.amount)::float8 AS amount
    FROM baseline_total t JOIN asked a ON a.measure = t.measure AND a.actor = t.actor
    WHERE t.organization_id = ${organizationId} AND t.day >= ${firstDay} AND t.day <= ${day}
    GROUP BY t.measure, t.actor, t.day ORDER BY t.measure, t.actor, t.day`;
  return [...Map.groupBy(rows, ({ measure, actor }) => `${measure} ${actor}`).values()].flatMap((group): ActorDay[] => {
    const [first] = group;
    const today = group.find((row) => row.day === day);
    if (first === undefined || today === undefined) return [];
    const amounts = new Map(group.map((row) => [row.day, row.amount]));
    const history = known.filter((one) => one.day >= first.day).map((one) => ({ day: one.day, amount: amounts.get(one.day) ?? 0 }));
    return [{ measure: today.measure, actor: today.actor, amount: today.amount, history }];
  });
}

/** Has the days of a segment judged, by the dispatcher. */
export async function putBaselinesDue(tx: TenantTransaction, segmentId: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${BASELINES_DUE}, ${segmentId}, ${at}::timestamptz)`;
}

export async function removeBaselinesDue(tx: TenantTransaction, segmentId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${BASELINES_DUE}, ${segmentId})`;
}
