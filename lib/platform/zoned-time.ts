import { TZDate } from "@date-fns/tz";

/** Days as an auditor names them: first and last included, in a time zone. */
export type Period = { firstDay: string; lastDay: string; timeZone: string };

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function startOfDay(day: string, timeZone: string, addDays: number): Date {
  const parts = DAY.exec(day);
  if (parts === null) throw new RangeError(`not a day: ${day}`);
  const zoned = new TZDate(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + addDays, 0, 0, 0, timeZone);
  return new Date(zoned.getTime());
}

/** The period as half-open instants: from the start of its first day up to the start of the day after its last. */
export function periodInstants(period: Period): { from: Date; until: Date } {
  return {
    from: startOfDay(period.firstDay, period.timeZone, 0),
    until: startOfDay(period.lastDay, period.timeZone, 1),
  };
}

/** The calendar day of an instant in a time zone, as `YYYY-MM-DD`. */
export function dayOf(instant: Date, timeZone: string): string {
  const zoned = new TZDate(instant.getTime(), timeZone);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${zoned.getFullYear()}-${two(zoned.getMonth() + 1)}-${two(zoned.getDate())}`;
}

/** The hour of an instant in a time zone, 0 to 23. */
export function hourOf(instant: Date, timeZone: string): number {
  return new TZDate(instant.getTime(), timeZone).getHours();
}

/** The instant of a full hour of a day. An hour that clocks skip is the first instant after the gap. */
export function atHour(day: string, hour: number, timeZone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, hour, 0, 0, timeZone).getTime());
}

/** The day that lies `count` days after `day` (calendar arithmetic, so the zone does not matter). */
export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** Number of days from `from` to `to`, both included; 0 when `to` lies before `from`. */
export function daysIncluded(from: string, to: string): number {
  const days = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;
  return Math.max(0, days);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
