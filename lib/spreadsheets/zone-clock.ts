import { TZDate } from "@date-fns/tz";

/** Offsets of zones change at quarter hours of UTC at the earliest. */
const QUARTER_MS = 900_000;
/** Quarters whose offset is kept: a year of them. */
const KEPT = 35_040;

/** Reads instants off the clocks of one zone; asks the calendar once per quarter of an hour. */
export function zoneClock(zone: string): { offsetMinutes(at: Date): number; iso(at: Date): string } {
  const known = new Map<number, number>();
  const offsetMinutes = (at: Date): number => {
    const quarter = Math.floor(at.getTime() / QUARTER_MS);
    let offset = known.get(quarter);
    if (offset === undefined) {
      // Minus a zero is zero with a sign that no reader expects.
      offset = -new TZDate(at.getTime(), zone).getTimezoneOffset() + 0;
      if (known.size >= KEPT) known.clear();
      known.set(quarter, offset);
    }
    return offset;
  };
  return {
    offsetMinutes,
    /** ISO 8601 to the second with its offset: `2026-11-22T09:14:03+01:00`. */
    iso(at) {
      const offset = offsetMinutes(at);
      const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
      const two = (value: number): string => String(value).padStart(2, "0");
      const size = Math.abs(offset);
      return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
    },
  };
}
