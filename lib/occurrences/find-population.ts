import type { Scope } from "#lib/access/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { addDays, dayOf, daysIncluded } from "#lib/platform/zoned-time.ts";
import { daysInScope, findOccurrences, type Days, type Occurrence } from "./find-occurrences.ts";
import { OCCURRENCE_LIMITS } from "./limits.ts";
import { countPopulation, type PopulationCounts } from "./population.ts";

/** The occurrences of a period, by last day and then in the order of the controls given, with the counts that an auditor samples from. */
export type Population = { period: Days; counts: PopulationCounts; occurrences: Occurrence[] };

/** Where nobody names a period: what began in the past year. */
const DAYS_LOOKED_BACK = 365;

type Asked = { controlIds: readonly string[]; period: Days | undefined; asOf: AsOf; timeZone: string };

/**
 * The population of controls as it stood at an instant; the same for pages, portal and files. Of a period it holds every
 * occurrence whose last day lies in it. Without one: the windows of the past year up to those that are open; for an
 * auditor, the engagement's period.
 *
 * @throws AppError validation for a period that is empty or too long
 */
export async function findPopulation(tx: TenantTransaction, scope: Scope, { controlIds, period: asked, asOf, timeZone }: Asked): Promise<Population> {
  const today = dayOf(asOf.effectiveAt, timeZone);
  const isOpenEnded = asked === undefined && scope.engagement === null;
  const period = isOpenEnded ? { firstDay: addDays(today, 1 - DAYS_LOOKED_BACK), lastDay: today } : daysInScope(scope, asked ?? EVER, timeZone);
  const days = daysIncluded(period.firstDay, period.lastDay);
  if (days === 0 || days > OCCURRENCE_LIMITS.periodDays) throw new AppError("validation", "period", `Choose a period of 1 to ${OCCURRENCE_LIMITS.periodDays} days.`);
  const found = await findOccurrences(tx, scope.organizationId, controlIds, period, asOf, timeZone);
  const occurrences = controlIds
    .flatMap((id) => found.get(id) ?? [])
    .filter(({ lastDay }) => isOpenEnded || (lastDay >= period.firstDay && lastDay <= period.lastDay))
    .sort((a, b) => (a.lastDay === b.lastDay ? 0 : a.lastDay < b.lastDay ? -1 : 1));
  return { period, counts: countPopulation(occurrences), occurrences };
}

const EVER: Days = { firstDay: "0001-01-01", lastDay: "9999-12-31" };
