import { z } from "zod";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { dayInput, defineVerb, instantsInput, timeZoneInput, type Scope } from "#lib/access/index.ts";
import { findControl, heldUntil } from "#lib/controls/index.ts";
import { requestsAsOf } from "#lib/frameworks/index.ts";
import { askedInstants, provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { daysIncluded, dayOf, periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import { settingAt } from "#lib/settings/index.ts";
import { controlCoverage, type ControlCoverage } from "./control-coverage.ts";
import { engagementOver, evidenceSpans, type EngagementPeriod } from "./coverage.repository.ts";


/** A bar of more days than this says nothing to the eye; three years hold any engagement. */
const MAX_DAYS = 1_100;

export type ControlCoveragePage = ControlCoverage & {
  period: Period;
  /** Per cent of the days that are to be proven, by the setting that held then. */
  objectivePercent: number;
  /** The engagement whose period it is; null for a quarter of the calendar or a period of one's own choice. */
  engagement: EngagementPeriod | null;
};

/**
 * Which days of a period are proven for a control. Without a period: that of the engagement that runs now over the
 * control, else the current quarter. An auditor gets the engagement's period, cut to what was asked for.
 *
 * @throws AppError not_found; validation for a period that is empty, too long, or outside an auditor's engagement
 */
export const readControlCoverage = defineVerb({
  name: "evidence.read_control_coverage",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({
    controlCode: z.string().min(1).max(64),
    period: z.strictObject({ firstDay: dayInput, lastDay: dayInput, timeZone: timeZoneInput.optional() }).optional(),
    ...instantsInput,
  }),
  async run({ tx, scope, input, now }): Promise<ControlCoveragePage> {
    const control = await findControl(tx, scope, { code: input.controlCode });
    if (control === null) throw notFound("control");
    const asOf = askedInstants(input, scope, now);
    const { effectiveAt } = asOf;
    const engagement = input.period === undefined || scope.engagement !== null ? await engagementOver(tx, scope, control.id, effectiveAt) : null;
    const timeZone = input.period?.timeZone ?? engagement?.timeZone ?? (await timeZoneOf(tx, scope.organizationId));
    const asked = input.period ?? engagement ?? quarterOf(dayOf(effectiveAt, timeZone));
    const period = cutToEngagement({ firstDay: asked.firstDay, lastDay: asked.lastDay, timeZone }, engagement, scope);
    const days = daysIncluded(period.firstDay, period.lastDay);
    if (days === 0 || days > MAX_DAYS) throw new AppError("validation", "period", `Choose a period of 1 to ${MAX_DAYS} days.`);
    return { ...(await coverageOf(tx, scope, control.id, period, asOf)), period, objectivePercent: await settingAt(tx, "freshness_objective_percent", provenUntil(asOf)), engagement: input.period === undefined ? engagement : null };
  },
});

/** Coverage of one control in a transaction that is open already, as it stood at an instant. */
export async function coverageOf(tx: TenantTransaction, scope: Scope, controlId: string, period: Period, asOf: AsOf): Promise<ControlCoverage> {
  const { from, until: end } = periodInstants(period);
  const retired = await heldUntil(tx, scope.organizationId, controlId, asOf);
  // Of a control that retired within the period only the days before count, and what was asked then.
  const lastDay = retired === null || retired <= from ? null : dayOf(retired, period.timeZone);
  const until = lastDay === null || lastDay > period.lastDay ? end : periodInstants({ firstDay: lastDay, lastDay, timeZone: period.timeZone }).from;
  const requests = await requestsAsOf(tx, scope.organizationId, retired === null || lastDay === null ? asOf : { effectiveAt: new Date(retired.getTime() - 1), knownAt: asOf.knownAt }, [controlId]);
  const spans = await evidenceSpans(tx, scope, { requests, within: { from, until }, asOf });
  return controlCoverage({ from, to: until, timeZone: period.timeZone }, requests, spans, asOf.effectiveAt);
}

/** The quarter of the calendar that a day lies in. */
export function quarterOf(day: string): { firstDay: string; lastDay: string } {
  const year = Number(day.slice(0, 4));
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3;
  const iso = (month: number, date: number): string => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  return { firstDay: iso(first, 1), lastDay: iso(first + 3, 0) };
}

function cutToEngagement(period: Period, engagement: EngagementPeriod | null, scope: Scope): Period {
  if (scope.engagement === null) return period;
  if (engagement === null) throw notFound("control");
  const firstDay = period.firstDay > engagement.firstDay ? period.firstDay : engagement.firstDay;
  const lastDay = period.lastDay < engagement.lastDay ? period.lastDay : engagement.lastDay;
  return { firstDay, lastDay, timeZone: engagement.timeZone };
}
