import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { isPeriodic, type PeriodicFrequency } from "./frequencies.ts";

/** The days in which a control is to be performed once, both included. The first one names it. */
export type OccurrenceWindow = { frequency: PeriodicFrequency; firstDay: string; lastDay: string };

/** What of a control's version says when it is to be performed. */
export type Cadence = { kind: string; frequency: string | null; effectiveFrom: Date; version: number };

type Span = { firstDay: string; lastDay: string | null; frequency: PeriodicFrequency | null };

/**
 * The windows that touch the days asked for, whole and in order. They are the calendar's: days, weeks from Monday to Sunday,
 * months, quarters, halves and years. The first begins on the day on which the control takes effect; a version of another
 * frequency cuts the window it falls into, and begins a new one. Windows leave no day out and share none, but where the
 * control is automated, continuous or waits for a trigger: there, none are.
 *
 * @param versions of one control, in any order; two of one day: the later counts for the whole day
 */
export function windowsOf(versions: readonly Cadence[], timeZone: string, from: string, until: string): OccurrenceWindow[] {
  return spansOf(versions, timeZone).flatMap((span) => windowsOfSpan(span, from, until));
}

/** The window that a day lies in; undefined where there is none. */
export function windowOn(versions: readonly Cadence[], timeZone: string, day: string): OccurrenceWindow | undefined {
  return windowsOf(versions, timeZone, day, day)[0];
}

/** From which day to which the control had which frequency. Versions that leave it as it was are no break. */
function spansOf(versions: readonly Cadence[], timeZone: string): Span[] {
  const sorted = [...versions].sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime() || a.version - b.version);
  const byDay = new Map(sorted.map((one) => [dayOf(one.effectiveFrom, timeZone), one.kind === "manual" && isPeriodic(one.frequency) ? one.frequency : null]));
  const spans: Span[] = [];
  for (const [firstDay, frequency] of byDay) {
    const last = spans.at(-1);
    if (last?.frequency === frequency) continue;
    if (last !== undefined) last.lastDay = addDays(firstDay, -1);
    spans.push({ firstDay, lastDay: null, frequency });
  }
  return spans;
}

function windowsOfSpan({ firstDay, lastDay, frequency }: Span, from: string, until: string): OccurrenceWindow[] {
  const windows: OccurrenceWindow[] = [];
  if (frequency === null) return windows;
  const end = lastDay !== null && lastDay < until ? lastDay : until;
  for (let day = later(firstDay, from); day <= end;) {
    const next = followingPeriod(frequency, day);
    const lastOfPeriod = addDays(next, -1);
    windows.push({ frequency, firstDay: later(firstDay, startOfPeriod(frequency, day)), lastDay: lastDay !== null && lastDay < lastOfPeriod ? lastDay : lastOfPeriod });
    day = next;
  }
  return windows;
}

const MONTHS: Readonly<Record<Exclude<PeriodicFrequency, "daily" | "weekly">, number>> = { monthly: 1, quarterly: 3, semiannual: 6, annual: 12 };

/** The first day of the calendar's period that a day lies in. */
function startOfPeriod(frequency: PeriodicFrequency, day: string): string {
  if (frequency === "daily") return day;
  // Days since Monday: 1 January 1970 was a Thursday.
  if (frequency === "weekly") return addDays(day, -((Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 3) % 7));
  const months = MONTHS[frequency];
  return monthStart(Number(day.slice(0, 4)), Math.floor((Number(day.slice(5, 7)) - 1) / months) * months);
}

function followingPeriod(frequency: PeriodicFrequency, day: string): string {
  const start = startOfPeriod(frequency, day);
  if (frequency === "daily") return addDays(start, 1);
  if (frequency === "weekly") return addDays(start, 7);
  return monthStart(Number(start.slice(0, 4)), Number(start.slice(5, 7)) - 1 + MONTHS[frequency]);
}

function monthStart(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

const later = (one: string, other: string): string => (one > other ? one : other);
