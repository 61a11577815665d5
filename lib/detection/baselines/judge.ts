/** One finished day of one actor. `day` is `yyyy-mm-dd`. */
export type DayTotal = { readonly day: string; readonly amount: number };

export type BaselineSettings = {
  /** Finished days that must be known before anything is judged. */
  readonly minimumDays: number;
  /** Same weekdays, or else days of the same kind, that must be known before a day is held against those alone. */
  readonly minimumOfKind: number;
  /** How many (scaled) median deviations above the median are still usual. */
  readonly deviations: number;
  /** Nothing below the median times this is unusual, however even the history was. */
  readonly ratio: number;
  /** Nothing below this amount above the median is unusual: too little to matter. */
  readonly floor: number;
};

/** The days that a day was held against: its own weekday, days of its kind (working day or weekend), or all. */
export type Basis = "weekday" | "day_kind" | "all_days";

/**
 * Whether an amount is usual for its actor, with all that the answer rests on. `unknown` where there is too little history:
 * a new actor is never called usual.
 */
export type Judgement =
  | { readonly verdict: "unknown"; readonly amount: number; readonly daysKnown: number; readonly daysNeeded: number }
  | {
      readonly verdict: "usual" | "unusual";
      readonly amount: number;
      readonly basis: Basis;
      /** The days compared with, the latest last. */
      readonly compared: readonly DayTotal[];
      readonly median: number;
      /** Median of the distances from the median. */
      readonly deviation: number;
      /** The largest amount that would have been usual. */
      readonly limit: number;
    };

/** Makes the median absolute deviation comparable with a standard deviation of normally spread amounts. */
const NORMAL_SCALE = 1.4826;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * Holds an amount against the days before it. Median and median deviation, because a few wild days (those of an earlier
 * theft among them) must not move what counts as usual.
 */
export function judge(amount: number, day: string, history: readonly DayTotal[], settings: BaselineSettings): Judgement {
  if (history.length < settings.minimumDays) return { verdict: "unknown", amount, daysKnown: history.length, daysNeeded: settings.minimumDays };
  const { basis, compared } = comparable(day, history, settings);
  const middle = median(compared.map((each) => each.amount));
  const deviation = median(compared.map((each) => Math.abs(each.amount - middle)));
  const limit = middle + Math.max(settings.deviations * NORMAL_SCALE * deviation, middle * (settings.ratio - 1), settings.floor);
  return { verdict: amount > limit ? "unusual" : "usual", amount, basis, compared, median: middle, deviation, limit };
}

function comparable(day: string, history: readonly DayTotal[], settings: BaselineSettings): { basis: Basis; compared: readonly DayTotal[] } {
  const weekday = weekdayOf(day);
  const same = history.filter((each) => weekdayOf(each.day) === weekday);
  if (same.length >= settings.minimumOfKind) return { basis: "weekday", compared: same };
  const kind = history.filter((each) => isWeekend(weekdayOf(each.day)) === isWeekend(weekday));
  return kind.length >= settings.minimumOfKind ? { basis: "day_kind", compared: kind } : { basis: "all_days", compared: [...history] };
}

/** 0 is Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function isWeekend(weekday: number): boolean {
  return weekday === 0 || weekday === 6;
}
