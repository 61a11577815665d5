import { REGIONS, writeClock, writeDay, type Region } from "#lib/platform/region.ts";
import { regionNow } from "./region-now.ts";

/** How much of an instant is shown. `day` leaves the year out, `clock` the date. */
export type TimeShow = "date" | "day" | "minute" | "second" | "clock";

/** What a column of each needs in the widest region's writing ("Nov 22, 2026, 12:35:07 PM"), in pixels. */
export const TIME_WIDTH: Readonly<Record<Exclude<TimeShow, "day" | "clock">, number>> = { date: 116, minute: 180, second: 204 };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Swedish writes ISO 8601: digits alone, which no edition of the locale data changes. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone });
    formats.set(zone, format);
  }
  return format;
}

/**
 * An instant in a zone, as a region writes it: "21 Nov 2026", "Nov 21, 2026, 9:14 AM".
 * @param region of the organization that is looked at, unless the text leaves it
 * @throws RangeError for a zone or an instant that does not exist
 */
export function formatInstant(at: string | Date, zone: string, show: TimeShow, region: Region = regionNow()): string {
  const [day = "", time = ""] = formatOf(zone).format(new Date(at)).split(" ");
  switch (show) {
    case "date":
      return writeDay(day, region, { year: true });
    case "day":
      return writeDay(day, region, { year: false });
    case "clock":
      return writeClock(time, region, { seconds: true });
    case "minute":
    case "second":
      return `${writeDay(day, region, { year: true })}, ${writeClock(time, region, { seconds: show === "second" })}`;
  }
}

/** The same instant three ways: in the zone, in UTC, and as ISO 8601. */
export function instantDetails(at: string | Date, zone: string): { local: string; utc: string; iso: string } {
  const instant = new Date(at);
  return {
    local: `${formatInstant(instant, zone, "second")} ${zone}`,
    utc: `${formatInstant(instant, "UTC", "second")} UTC`,
    iso: instant.toISOString(),
  };
}

/** Days of a period, both included, without a zone to shift them: "1 Oct – 31 Dec 2026", the first year only if it differs. */
export function formatDays(firstDay: string, lastDay: string): string {
  const region = regionNow();
  // Where the year comes first a day without one reads as part of it.
  const year = REGIONS[region].day === "iso" || firstDay.slice(0, 4) !== lastDay.slice(0, 4);
  return `${writeDay(firstDay, region, { year })} – ${writeDay(lastDay, region, { year: true })}`;
}
