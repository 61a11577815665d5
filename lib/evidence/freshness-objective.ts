import type { Status } from "#lib/status/client.ts";
import type { LocalDay } from "./local-days.ts";
import type { Interval } from "./period-coverage.ts";

/** Days one after the other that nothing proved, both included. */
export type DayRange = { firstDay: string; lastDay: string; days: number };

type Share = { proven: number; ended: number };

/** Of the days of a period that are over: how many a source proved, which it did not, and how the newest compare. */
export type FreshnessDays = {
  provenDays: number;
  endedDays: number;
  unproven: DayRange[];
  /** The last {@link RECENT_DAYS} days that are over, and those before them. */
  recent: Share;
  earlier: Share;
};

/** How freshness stands against its objective. */
export type ObjectiveStanding = {
  /** `met` while the budget is not overdrawn; `partial` when it is; never good where nothing is known. */
  status: Extract<Status, "met" | "partial" | "never_collected" | "not_yet_known">;
  /** Per cent of the days that are over, in tenths, rounded down: 99.99 is not 100. Null while none is. */
  share: number | null;
  objectivePercent: number;
  /** Days of the whole period that may go without proof, and how many have. */
  allowedDays: number;
  burnedDays: number;
  /** Whether the newest days are better or worse than those before; null while there is nothing to compare. */
  trend: "better" | "worse" | "steady" | null;
};

/** A month of days: long enough that one late document does not turn it, short enough to act on. */
const RECENT_DAYS = 30;
/** Shares closer than this, in per cent, are the same. */
const STEADY_PERCENT = 1;

/** Counts days in order, each with whether it was proven; only days that are over. */
export function countDays(days: readonly { date: string; proven: boolean }[]): FreshnessDays {
  const unproven: DayRange[] = [];
  days.forEach(({ date, proven }, index) => {
    if (proven) return;
    const last = unproven.at(-1);
    if (last === undefined || index === 0 || days[index - 1]?.proven === true) unproven.push({ firstDay: date, lastDay: date, days: 1 });
    else {
      last.lastDay = date;
      last.days += 1;
    }
  });
  const shareOf = (some: readonly { proven: boolean }[]): Share => ({ proven: some.filter((day) => day.proven).length, ended: some.length });
  const split = Math.max(0, days.length - RECENT_DAYS);
  const [earlier, recent] = [shareOf(days.slice(0, split)), shareOf(days.slice(split))];
  return { provenDays: earlier.proven + recent.proven, endedDays: days.length, unproven, recent, earlier };
}

/**
 * The same of merged stretches that accepted evidence speaks for: a day is proven when one covers the whole of it, as in
 * {@link periodCoverage}. Reads days and stretches once, however many there are.
 */
export function freshnessDays(days: readonly LocalDay[], accepted: readonly Interval[], asOf: Date): FreshnessDays {
  let at = 0;
  return countDays(days.filter((day) => day.to <= asOf).map((day) => {
    for (let one = accepted[at]; one !== undefined && one.to < day.to; one = accepted[at]) at += 1;
    const stretch = accepted[at];
    return { date: day.date, proven: stretch !== undefined && stretch.from <= day.from };
  }));
}

/** Days of several requests together, each counted by itself; which days were unproven is theirs. */
export function sumDays(all: readonly FreshnessDays[]): Omit<FreshnessDays, "unproven"> {
  const sum = (of: (one: FreshnessDays) => number): number => all.reduce((before, one) => before + of(one), 0);
  return {
    provenDays: sum((one) => one.provenDays), endedDays: sum((one) => one.endedDays),
    recent: { proven: sum((one) => one.recent.proven), ended: sum((one) => one.recent.ended) },
    earlier: { proven: sum((one) => one.earlier.proven), ended: sum((one) => one.earlier.ended) },
  };
}

/** @param totalDays of the whole period, the future included, once for each request */
export function objectiveStanding({ provenDays, endedDays, recent, earlier }: Omit<FreshnessDays, "unproven">, objectivePercent: number, totalDays: number): ObjectiveStanding {
  const burnedDays = endedDays - provenDays;
  const allowedDays = Math.floor(((100 - objectivePercent) * totalDays) / 100);
  const status = endedDays === 0 ? "not_yet_known" : provenDays === 0 ? "never_collected" : burnedDays <= allowedDays ? "met" : "partial";
  return { status, share: endedDays === 0 ? null : Math.floor((provenDays * 1000) / endedDays) / 10, objectivePercent, allowedDays, burnedDays, trend: trendOf(recent, earlier) };
}

function trendOf(recent: Share, earlier: Share): ObjectiveStanding["trend"] {
  if (recent.ended === 0 || earlier.ended === 0) return null;
  const change = (recent.proven / recent.ended - earlier.proven / earlier.ended) * 100;
  if (Math.abs(change) < STEADY_PERCENT) return "steady";
  return change > 0 ? "better" : "worse";
}
