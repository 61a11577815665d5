import { TZDate } from "@date-fns/tz";
import type { ScheduleFrequency } from "#prisma/generated/enums.ts";

/** First and last day, both included. */
export type Days = { firstDay: string; lastDay: string };

/** When a schedule runs: on the first day of each week (Monday), month or quarter, at `hour` o'clock of `timeZone`. */
export type RunTimes = { frequency: ScheduleFrequency; timeZone: string; hour: number };

type Day = { year: number; month: number; day: number };

/**
 * The first run after an instant. Runs exist once per period whatever the clocks do: an hour that is skipped when clocks
 * go forward becomes the first instant after the gap, one that occurs twice is its first occurrence.
 *
 * @param after instant, excluded
 * @throws RangeError for an unknown time zone or an hour outside 0 to 23
 */
export function nextRun(times: RunTimes, after: Date): Date {
  if (!Number.isInteger(times.hour) || times.hour < 0 || times.hour > 23) throw new RangeError(`not an hour: ${times.hour}`);
  const first = startOfPeriod(times.frequency, localDay(after, times.timeZone));
  const thisRun = atHour(first, times);
  return thisRun > after ? thisRun : atHour(addPeriods(times.frequency, first, 1), times);
}

/** The last whole week, month or quarter before a run: what the run's packet is about. */
export function periodBefore(times: RunTimes, run: Date): Days {
  const start = startOfPeriod(times.frequency, localDay(run, times.timeZone));
  return { firstDay: written(addPeriods(times.frequency, start, -1)), lastDay: written(addDays(start, -1)) };
}

function localDay(instant: Date, timeZone: string): Day {
  const zoned = new TZDate(instant.getTime(), timeZone);
  if (Number.isNaN(zoned.getTime())) throw new RangeError(`not a time zone: ${timeZone}`);
  return { year: zoned.getFullYear(), month: zoned.getMonth() + 1, day: zoned.getDate() };
}

function startOfPeriod(frequency: ScheduleFrequency, day: Day): Day {
  switch (frequency) {
    case "weekly":
      return addDays(day, -((utc(day).getUTCDay() + 6) % 7));
    case "monthly":
      return { ...day, day: 1 };
    case "quarterly":
      return { year: day.year, month: day.month - ((day.month - 1) % 3), day: 1 };
  }
}

/** `start` must be the first day of a period. */
function addPeriods(frequency: ScheduleFrequency, start: Day, count: number): Day {
  if (frequency === "weekly") return addDays(start, 7 * count);
  return ofUtc(utc({ ...start, month: start.month + (frequency === "monthly" ? 1 : 3) * count }));
}

function addDays(day: Day, count: number): Day {
  return ofUtc(utc({ ...day, day: day.day + count }));
}

// Calendar arithmetic runs in UTC, where every day has 24 hours; the zone matters only in atHour.
function utc(day: Day): Date {
  return new Date(Date.UTC(day.year, day.month - 1, day.day));
}

function ofUtc(date: Date): Day {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function written(day: Day): string {
  return utc(day).toISOString().slice(0, 10);
}

const MINUTE_MS = 60_000;
/** Offsets lie between -12:00 and +14:00, so the hour, read as UTC, is at most this far from the instant. */
const REACH_MS = 16 * 60 * MINUTE_MS;

/** The earliest instant at which the wall clock of the zone shows that day and hour, or later. */
function atHour(day: Day, { timeZone, hour }: RunTimes): Date {
  const wanted = utc(day).getTime() + hour * 60 * MINUTE_MS;
  const wall = (instant: number): number => instant + new TZDate(instant, timeZone).getTimezoneOffset() * -MINUTE_MS;
  // Every offset that holds near the day gives a candidate; the right ones show the wanted time. Gaps give none.
  const offsets = new Set<number>();
  for (let at = wanted - REACH_MS; at <= wanted + REACH_MS; at += 4 * 60 * MINUTE_MS) offsets.add(wall(at) - at);
  const exact = [...offsets].map((offset) => wanted - offset).filter((instant) => wall(instant) === wanted);
  if (exact.length > 0) return new Date(Math.min(...exact));
  return firstAfterGap(wanted, Math.max(...offsets), wall);
}

/** The instant at which the clock jumps over `wanted`: found by halving, to the second. */
function firstAfterGap(wanted: number, largestOffset: number, wall: (instant: number) => number): Date {
  let before = wanted - largestOffset - 26 * 60 * MINUTE_MS;
  let after = wanted + REACH_MS;
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    if (middle <= before) break;
    if (wall(middle) >= wanted) after = middle;
    else before = middle;
  }
  return new Date(after);
}
