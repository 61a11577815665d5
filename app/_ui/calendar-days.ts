import { writeDay } from "#lib/platform/region.ts";
import { regionNow } from "./region-now.ts";

// Days without a clock: "2026-10-01" is the same day in every zone, so nothing here can be shifted by one. Which instants a
// period spans in its zone is told by periodInstants of lib/platform.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const partsOf = (day: string) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), date: Number(day.slice(8)) });
const dayAt = (year: number, month: number, date: number): string => isoOf(Date.UTC(year, month - 1, date));

/** Whether a text is a day that exists, `YYYY-MM-DD`, of the years that a calendar shows. */
export function isDay(text: string): boolean {
  return /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(timeOf(text)) && isoOf(timeOf(text)) === text;
}

/** The day `count` days later, or earlier when negative. */
export function dayAfter(day: string, count: number): string {
  return isoOf(timeOf(day) + count * 86_400_000);
}

/** The same date `count` months later; the month's last day where it has no such date. */
export function monthAfter(day: string, count: number): string {
  const { year, month, date } = partsOf(day);
  const last = partsOf(dayAt(year, month + count + 1, 0));
  return dayAt(last.year, last.month, Math.min(date, last.date));
}

/** How many days a period has, both ends included. */
export function daysWithin(firstDay: string, lastDay: string): number {
  return Math.round((timeOf(lastDay) - timeOf(firstDay)) / 86_400_000) + 1;
}

/** A day as the organization's region writes it: "1 Oct 2026", "Oct 1, 2026", "2026-10-01". */
export function dayText(day: string): string {
  return writeDay(day, regionNow(), { year: true });
}

/** "October 2026" as the heading of its month. */
export function monthText(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(timeOf(day));
}

/**
 * The day that a person wrote: "1 Oct 2026", "1 October", "Oct 1, 2026", "2026-10-01", "1.10.2026", "today", "yesterday". Without a year it
 * is the one of `today`. "1/10/2026" is two different days on two continents, so it is none here.
 */
export function readDay(text: string, today: string): string | null {
  const written = text.trim().toLowerCase();
  if (written === "today") return today;
  if (written === "yesterday") return dayAfter(today, -1);
  const named = /^(\d{1,2})\.?\s+([a-z]{3,9})\.?,?(?:\s+(\d{4}))?$/.exec(written);
  const monthFirst = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?$/.exec(written);
  if (monthFirst !== null) return readDay(`${monthFirst[2]} ${monthFirst[1]} ${monthFirst[3] ?? ""}`, today);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(written);
  const month = named === null ? Number(dotted?.[2]) : 1 + MONTHS.findIndex((name) => MONTH_NAMES[name].startsWith(named[2] ?? "") && (named[2] ?? "").length >= 3);
  const parts = named ?? dotted;
  const day = parts === null ? written : `${parts[3] ?? today.slice(0, 4)}-${String(month).padStart(2, "0")}-${(parts[1] ?? "").padStart(2, "0")}`;
  return isDay(day) ? day : null;
}

const MONTH_NAMES: Readonly<Record<(typeof MONTHS)[number], string>> = {
  Jan: "january", Feb: "february", Mar: "march", Apr: "april", May: "may", Jun: "june", Jul: "july", Aug: "august", Sep: "september", Oct: "october", Nov: "november", Dec: "december",
};

/** How many days of its week lie before a day. @param weekStart the day that begins a week, 0 Sunday to 6 Saturday */
export function daysIntoWeek(day: string, weekStart: number): number {
  return (new Date(timeOf(day)).getUTCDay() - weekStart + 7) % 7;
}

/** The weeks of a day's month, filled up with the days of its neighbours. */
export function weeksOf(day: string, weekStart: number): string[][] {
  const first = `${day.slice(0, 8)}01`;
  const begin = dayAfter(first, -daysIntoWeek(first, weekStart));
  const weeks = Math.ceil(daysWithin(begin, dayAfter(monthAfter(first, 1), -1)) / 7);
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_day, index) => dayAfter(begin, week * 7 + index)));
}

export type DayPeriod = { firstDay: string; lastDay: string };
export type PeriodPreset = DayPeriod & { name: string };

/** Periods that audits are about, by calendar quarters; those that are not over end with their last day, not with today. */
export function periodPresets(today: string): PeriodPreset[] {
  const { year, month } = partsOf(today);
  const quarter = month - ((month - 1) % 3);
  const months = (name: string, from: number, count: number, of = year): PeriodPreset => ({ name, firstDay: dayAt(of, from, 1), lastDay: dayAt(of, from + count, 0) });
  return [
    months("Last month", month - 1, 1),
    months("This month", month, 1),
    months("Last quarter", quarter - 3, 3),
    months("This quarter", quarter, 3),
    months("Last year", 1, 12, year - 1),
    months("This year", 1, 12),
    { name: "Last 12 months", firstDay: dayAfter(monthAfter(today, -12), 1), lastDay: today },
  ];
}
