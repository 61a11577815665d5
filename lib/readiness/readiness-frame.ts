import type { Scope } from "#lib/access/index.ts";
import { freshnessFrame, type FreshnessFrame } from "#lib/freshness/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { daysIncluded } from "#lib/platform/zoned-time.ts";
import { MAX_PERIOD_DAYS } from "./limits.ts";

/**
 * The period that readiness is judged in: the one that was asked for, else of the engagement that runs, else the quarter.
 *
 * @throws AppError validation for a period that is empty or too long
 */
export async function readinessFrame(tx: TenantTransaction, scope: Scope, asked: { firstDay: string; lastDay: string } | undefined, now: Date): Promise<FreshnessFrame> {
  const frame = await freshnessFrame(tx, scope, asOfNow(now));
  if (asked === undefined) return frame;
  const days = daysIncluded(asked.firstDay, asked.lastDay);
  if (days === 0 || days > MAX_PERIOD_DAYS) throw new AppError("validation", "period", `Choose a period of 1 to ${MAX_PERIOD_DAYS} days.`);
  const same = asked.firstDay === frame.period.firstDay && asked.lastDay === frame.period.lastDay;
  return { ...frame, period: { ...asked, timeZone: frame.period.timeZone }, engagement: same ? frame.engagement : null };
}
