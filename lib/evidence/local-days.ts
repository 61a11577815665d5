/** One calendar day of a time zone, as half-open instants. Days of 23 and 25 hours exist. */
export type LocalDay = { date: string; from: Date; to: Date };

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-CA", {
      timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    formatters.set(timeZone, found);
  }
  return found;
}

function parts(instant: Date, timeZone: string): Record<string, string> {
  const entries = formatter(timeZone).formatToParts(instant).map((part) => [part.type, part.value] as const);
  return Object.fromEntries(entries);
}

/** The calendar date (`2026-10-01`) on which an instant falls in a time zone. @throws RangeError for an unknown zone */
export function localDate(instant: Date, timeZone: string): string {
  const p = parts(instant, timeZone);
  return `${p.year}-${p.month}-${p.day}`;
}

/** Wall-clock time `HH:MM:SS` of an instant in a time zone. @throws RangeError for an unknown zone */
export function localTime(instant: Date, timeZone: string): string {
  const p = parts(instant, timeZone);
  return `${p.hour}:${p.minute}:${p.second}`;
}

const offsets = new Map<string, Map<number, number>>();
/** Instants remembered of one zone: the days of thirty years. Beyond, they are computed anew. */
const REMEMBERED = 11_000;

/** Minutes of a zone are asked of the formatter, which is slow; those of midnights (UTC) are asked again and again. */
function offsetMs(instant: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const found = known.get(instant);
  if (found !== undefined) return found;
  const whole = Math.floor(instant / 1000) * 1000;
  const p = parts(new Date(whole), timeZone);
  const offset = Date.UTC(Number(p.year), Number(p.month) - 1, Number(p.day), Number(p.hour), Number(p.minute), Number(p.second)) - whole;
  if (known.size >= REMEMBERED) known.clear();
  known.set(instant, offset);
  return offset;
}

/**
 * The first instant of a calendar date in a time zone. Midnight is not always it: where clocks jump at midnight the
 * day starts at 01:00, and where they fall back to midnight it is the earlier of the two.
 */
export function startOfLocalDate(date: string, timeZone: string): Date {
  const wall = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(wall)) throw new RangeError(`not a calendar date: ${date}`);
  const around = [offsetMs(wall - DAY_MS, timeZone), offsetMs(wall, timeZone), offsetMs(wall + DAY_MS, timeZone)];
  // Where no clock was changed around the day there is one candidate, and it is right.
  if (around.every((offset) => offset === around[0])) return new Date(wall - (around[0] ?? 0));
  const candidates = around.map((offset) => wall - offset).filter((at) => localDate(new Date(at), timeZone) === date);
  // A date that a zone skipped altogether (Samoa, 30 December 2011) has no instant; it begins and ends where the next does.
  if (candidates.length === 0) return startOfLocalDate(followingDate(date), timeZone);
  return new Date(Math.min(...candidates));
}

/** The calendar date after another. */
function followingDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/**
 * Every calendar day that a half-open range of instants touches, clipped to the range, in order.
 * @throws RangeError when the range is empty, longer than 3,700 days, or the zone is unknown
 */
export function localDays(from: Date, to: Date, timeZone: string): LocalDay[] {
  if (!(from < to)) throw new RangeError("a period must end after it starts");
  if (to.getTime() - from.getTime() > 3_700 * DAY_MS) throw new RangeError("a period of more than 3,700 days is not drawn day by day");
  const days: LocalDay[] = [];
  let date = localDate(from, timeZone);
  let start = from;
  while (start < to) {
    const next = startOfLocalDate(followingDate(date), timeZone);
    const end = next < to ? next : to;
    if (end > start) days.push({ date, from: start, to: end });
    date = followingDate(date);
    start = end;
  }
  return days;
}
