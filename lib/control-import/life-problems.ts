import type { ControlVersionRow } from "#lib/controls/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import type { ImportField } from "./fields.ts";
import type { ImportedControl, ImportProblem } from "./judge-row.ts";

/** How far a sheet may date what a control says: back, what windows of ten years hold; ahead, a year, beyond which it is a plan. */
const DAYS_BACK = 3_660;
const DAYS_AHEAD = 366;

type Around = { zone: string; today: string; /** Whether the organization or the sheet has a control of this code. */ isKnown: (code: string) => boolean };

/** What a row says of when a control holds that cannot be taken. */
export function lifeProblems({ row, code, effectiveFrom, retired }: ImportedControl, version: ControlVersionRow | undefined, { zone, today, isKnown }: Around): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const report = (field: ImportField, sentence: string): void => { problems.push({ row, field, sentence }); };
  if (version !== undefined && version.retirement !== null) {
    const day = dayOf(version.retirement.from, zone);
    if (retired === null) report("code", `${code} is retired. Reinstate it on its page first.`);
    else if (retired.day !== day) report("retiredOn", `${code} was retired on ${day} already.`);
    return problems;
  }
  if (effectiveFrom !== null && (effectiveFrom < addDays(today, -DAYS_BACK) || effectiveFrom > addDays(today, DAYS_AHEAD))) report("effectiveFrom", `${effectiveFrom} lies more than ten years back, or more than a year ahead.`);
  if (retired === null) return problems;
  const since = version === undefined ? effectiveFrom : dayOf(version.effectiveFrom, zone);
  if (since === null) report("effectiveFrom", "it is empty: say since when the control held that is retired.");
  else if (retired.day < since || retired.day > today) report("retiredOn", `choose a day from ${since}, when it took effect, to ${today}.`);
  if (retired.successor !== null && !isKnown(retired.successor)) report("successor", `${retired.successor} is neither here nor in the sheet.`);
  return problems;
}
