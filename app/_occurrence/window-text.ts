import { formatDays, formatInstant } from "#app/_ui/format-time.ts";
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

/** The days of a window; one day once. */
export function windowDays({ firstDay, lastDay }: Pick<Window, "firstDay" | "lastDay">): string {
  return firstDay === lastDay ? formatInstant(noon(firstDay), "UTC", "date") : formatDays(firstDay, lastDay);
}

/** A day without a zone to shift it: "14 Oct 2026". */
export function dayText(day: string): string {
  return formatInstant(noon(day), "UTC", "date");
}
