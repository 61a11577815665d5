import type { Scope } from "#lib/access/index.ts";
import { allControls } from "#lib/controls/index.ts";
import { currentEngagement } from "#lib/engagements/index.ts";
import { measureFreshness, objectiveStanding, quarterOf, sumDays, type FreshnessDays, type ObjectiveStanding } from "#lib/evidence/index.ts";
import { requestsAsOf } from "#lib/frameworks/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, daysIncluded, type Period } from "#lib/platform/zoned-time.ts";
import { settingAt } from "#lib/settings/index.ts";

/** A period, whose it is, and what share of its days is to be proven. */
export type FreshnessFrame = { period: Period; /** The engagement's label; null for a quarter of the calendar. */ engagement: string | null; objectivePercent: number };

/** The days of several requests together against the objective. */
export type MeasuredFreshness = { requests: number; provenDays: number; endedDays: number; standing: ObjectiveStanding };

/** The period that freshness is measured in at an instant: of the engagement that runs then, else the quarter of the calendar. */
export async function freshnessFrame(tx: TenantTransaction, scope: Scope, asOf: AsOf): Promise<FreshnessFrame> {
  const { effectiveAt: at } = asOf;
  const objectivePercent = await settingAt(tx, "freshness_objective_percent", provenUntil(asOf));
  const engagement = await currentEngagement(tx, scope, at);
  if (engagement !== null && engagement.standing.phase === "running") {
    const { firstDay, lastDay, timeZone, label } = engagement;
    return { period: { firstDay, lastDay, timeZone }, engagement: label, objectivePercent };
  }
  const organization = await findOrganization(tx, scope.organizationId);
  if (organization === null) throw notFound("organization");
  const { timeZone } = organization;
  return { period: { ...quarterOf(dayOf(at, timeZone)), timeZone }, engagement: null, objectivePercent };
}

/** Of controls the days of each of their requests, by control and then by request. */
export async function measureControls(tx: TenantTransaction, scope: Scope, controlIds: readonly string[] | null, { period }: FreshnessFrame, asOf: AsOf): Promise<Map<string, { requestId: string; title: string; days: FreshnessDays }[]>> {
  const ids = controlIds ?? (await allControls(tx, scope)).map(({ id }) => id);
  const requests = await requestsAsOf(tx, scope.organizationId, asOf, ids);
  const measured = await measureFreshness(tx, scope, requests, period, asOf);
  const rows = requests.flatMap(({ id, controlId, title }) => {
    const days = measured.get(id);
    return days === undefined ? [] : [{ controlId, requestId: id, title, days }];
  });
  return Map.groupBy(rows, (row) => row.controlId);
}

/** Requests together, each of their days counted. */
export function togetherOf(requests: readonly { days: FreshnessDays }[], { period, objectivePercent }: FreshnessFrame): MeasuredFreshness {
  const days = sumDays(requests.map((one) => one.days));
  const total = daysIncluded(period.firstDay, period.lastDay) * requests.length;
  return { requests: requests.length, provenDays: days.provenDays, endedDays: days.endedDays, standing: objectiveStanding(days, objectivePercent, total) };
}
