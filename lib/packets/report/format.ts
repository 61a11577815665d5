import { localDate, localTime, shortDay, shortDayRange } from "#lib/evidence/client.ts";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `1 October – 15 November 2026`; the year of the first day only where it differs. */
export function longDayRange(first: string, last: string): string {
  const long = (date: string): string => `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ""}`;
  if (first === last) return `${long(first)} ${first.slice(0, 4)}`;
  const year = first.slice(0, 4) === last.slice(0, 4) ? "" : ` ${first.slice(0, 4)}`;
  return `${long(first)}${year} – ${long(last)} ${last.slice(0, 4)}`;
}

/** `1 Oct – 15 Nov 2026`, both years where they differ. */
export function headerDayRange(first: string, last: string): string {
  if (first === last) return `${shortDay(first)} ${first.slice(0, 4)}`;
  if (first.slice(0, 4) === last.slice(0, 4)) return `${shortDayRange(first, last)} ${last.slice(0, 4)}`;
  return `${shortDay(first)} ${first.slice(0, 4)} – ${shortDay(last)} ${last.slice(0, 4)}`;
}

/** `29 Oct 2026, 21:38` in a zone. */
export function dateTime(instant: Date, timeZone: string): string {
  const date = localDate(instant, timeZone);
  return `${shortDay(date)} ${date.slice(0, 4)}, ${localTime(instant, timeZone).slice(0, 5)}`;
}

/** `29 Oct 21:38:07` in a zone: for rows inside one period. */
export function rowTime(instant: Date, timeZone: string): string {
  return `${shortDay(localDate(instant, timeZone))} ${localTime(instant, timeZone)}`;
}

/** `1 Oct – 15 Nov 2026` of half-open instants in a zone: the last day is the one before the end. */
export function covered(covers: { from: Date; to: Date } | null, timeZone: string): string {
  if (!covers) return "not known";
  const last = new Date(Math.max(covers.from.getTime(), covers.to.getTime() - 1));
  return headerDayRange(localDate(covers.from, timeZone), localDate(last, timeZone));
}

/** Time between two instants: `+5 s`, `+43 m`, `+13 h 27 m`, `+2 d 4 h`; `–` where one is missing. */
export function elapsed(from: Date | null, to: Date | null): string {
  if (!from || !to) return "–";
  const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
  const sign = seconds < 0 ? "\u2212" : "+";
  const s = Math.abs(seconds);
  if (s < 60) return `${sign}${s} s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${sign}${minutes} m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${sign}${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} m` : ""}`;
  return `${sign}${Math.floor(hours / 24)} d${hours % 24 > 0 ? ` ${hours % 24} h` : ""}`;
}

/** `12,345`. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** `74.0 MB`, decimal units, as file managers on most systems count; unit and number do not part at a line end. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u00A0B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)}\u00A0${units[unit] ?? ""}`;
}

/** Hash in groups of eight, to compare by eye. */
export function groupedHash(hash: string): string {
  return hash.replace(/(.{8})(?=.)/gu, "$1 ");
}
