import { numberText } from "#app/_ui/region-now.ts";
import { shortDayRange, type DayRange, type ObjectiveStanding } from "#lib/evidence/client.ts";

/** The word of a standing against the objective; the sign is the status's own. */
export function objectiveWord({ status }: ObjectiveStanding): string {
  switch (status) {
    case "met":
      return "Objective met";
    case "partial":
      return "Objective missed";
    case "never_collected":
      return "Nothing proven";
    case "not_yet_known":
      return "Not yet known";
  }
}

/** "97.2 %", never without the counts beside it. */
export function shareText({ share }: ObjectiveStanding): string {
  return share === null ? "–" : `${numberText(share, 1)} %`;
}

export function trendText({ trend }: ObjectiveStanding): string {
  switch (trend) {
    case "better":
      return "Better";
    case "worse":
      return "Worse";
    case "steady":
      return "Steady";
    case null:
      return "–";
  }
}

/** What of the budget is left: days that may still go without proof, or by how many it is overdrawn. */
export function budgetText({ allowedDays, burnedDays }: ObjectiveStanding): string {
  const left = allowedDays - burnedDays;
  const days = (count: number): string => `${numberText(count)} ${count === 1 ? "day" : "days"}`;
  return left >= 0 ? `${days(left)} left of ${numberText(allowedDays)}` : `${days(-left)} over ${numberText(allowedDays)}`;
}

/** Stretches of days in words: "3 – 6 Nov, 9 Nov". */
export function rangesText(ranges: readonly DayRange[]): string {
  return ranges.map((range) => shortDayRange(range.firstDay, range.lastDay)).join(", ");
}
