/** How much of an instant is shown. `day` leaves the year out, `clock` the date. */
export type TimeShow = "date" | "day" | "minute" | "second" | "clock";

const SHAPES: Record<TimeShow, Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "short", year: "numeric" },
  day: { day: "numeric", month: "short" },
  minute: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  second: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(show: TimeShow, zone: string): Intl.DateTimeFormat {
  const key = `${show} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { ...SHAPES[show], timeZone: zone });
    formats.set(key, format);
  }
  return format;
}

// British "Sept" is the one month of four letters; columns of dates want three.
function threeLetters(text: string): string {
  return text.replace("Sept", "Sep");
}

/**
 * An instant in a zone: "21 Nov 2026", "21 Nov 2026, 09:14".
 * @throws RangeError for a zone or an instant that does not exist
 */
export function formatInstant(at: string | Date, zone: string, show: TimeShow): string {
  return threeLetters(formatOf(show, zone).format(new Date(at)));
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
  const shown = (day: string, show: TimeShow): string => formatInstant(`${day}T12:00:00Z`, "UTC", show);
  return `${shown(firstDay, firstDay.slice(0, 4) === lastDay.slice(0, 4) ? "day" : "date")} – ${shown(lastDay, "date")}`;
}
