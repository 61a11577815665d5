import { formatDays, formatInstant } from "#app/_ui/format-time.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import type { PeriodicFrequency } from "#lib/occurrences/client.ts";

type Window = { frequency: PeriodicFrequency; firstDay: string; lastDay: string };

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** What people call a window: "Q1 2026", "March 2026", "12 Oct – 18 Oct 2026". */
export function windowName({ frequency, firstDay, lastDay }: Window): string {
  const year = firstDay.slice(0, 4);
  const month = Number(firstDay.slice(5, 7));
  switch (frequency) {
    case "daily":
      return formatInstant(noon(firstDay), "UTC", "date");
    case "weekly":
      return formatDays(firstDay, lastDay);
    case "monthly":
      return MONTH.format(noon(firstDay));
    case "quarterly":
      return `Q${Math.ceil(month / 3)} ${year}`;
    case "semiannual":
      return `${month <= 6 ? "First" : "Second"} half of ${year}`;
    case "annual":
      return year;
  }
}

const MONTHS: Readonly<Record<PeriodicFrequency, number>> = { daily: 0, weekly: 0, monthly: 1, quarterly: 3, semiannual: 6, annual: 12 };

/** A window in a list: its name, and its days where the name does not say them, because it was begun late or cut short. */
export function windowText(window: Window): string {
  const { frequency, firstDay, lastDay } = window;
  const [name, days] = [windowName(window), windowDays(window)];
  const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const after = addDays(lastDay, 1);
  const isWhole = firstDay.endsWith("-01") && after.endsWith("-01") && monthOf(after) - monthOf(firstDay) === MONTHS[frequency];
  return name === days || isWhole ? name : `${name}, ${days}`;
}

/** The days of a window; one day once. */
export function windowDays({ firstDay, lastDay }: Pick<Window, "firstDay" | "lastDay">): string {
  return firstDay === lastDay ? formatInstant(noon(firstDay), "UTC", "date") : formatDays(firstDay, lastDay);
}

/** A day without a zone to shift it: "14 Oct 2026". */
export function dayText(day: string): string {
  return formatInstant(noon(day), "UTC", "date");
}
