import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";

/**
 * The instant that a day in an address asks for: its very end in the organization's time zone, so that everything
 * recorded on it counts. Today, the future and what is no day mean now: undefined.
 */
export function instantOfDay(day: string | undefined, zone: string, now: Date): Date | undefined {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return undefined;
  if (addDays(day, 0) !== day || day >= dayOf(now, zone)) return undefined;
  const end = periodInstants({ firstDay: day, lastDay: day, timeZone: zone }).until;
  return new Date(end.getTime() - 1);
}
