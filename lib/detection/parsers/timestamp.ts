import type { TimeSource } from "../fields.ts";

/** What year-less and zone-less times are resolved against. */
export type TimeReference = {
  /** A time (ms since 1970, UTC) at or after the line was written: its receipt. */
  readonly referenceTimeMs: number;
  /** Zone of times that state none, in minutes east of UTC. */
  readonly zoneOffsetMinutes: number;
};

export type Timestamp = { readonly time: string | null; readonly timeSource: TimeSource; /** Characters read. */ readonly length: number };

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const DAY_MS = 86_400_000;

// RFC 3164 and its common variants: year before the month, or after the day; fraction of a second.
const BSD = /^(?:(\d{4}) )?([A-Z][a-z]{2}) {1,2}(\d{1,2})(?:,? (\d{4})(?: @)?)? (\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?= |$|:)/;
const ISO = /^(\d{4})[-/](\d{2})[-/](\d{2})[T *](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?(?= |$|:)/;

/** The last answer: logs write the same second many times over. Only speed depends on it. */
let last: { text: string; referenceTimeMs: number; zoneOffsetMinutes: number; answer: Timestamp } | null = null;
const BSD_LENGTH = 15;

/** Reads the time that a line starts with, or null when it starts with none. A date that does not exist has no time. */
export function parseTimestamp(text: string, reference: TimeReference): Timestamp | null {
  const { referenceTimeMs, zoneOffsetMinutes } = reference;
  const plain = text.charCodeAt(BSD_LENGTH) === 32 && text.charCodeAt(0) >= 65;
  if (plain && last?.referenceTimeMs === referenceTimeMs && last.zoneOffsetMinutes === zoneOffsetMinutes && text.startsWith(last.text)) return last.answer;
  const answer = readTimestamp(text, reference);
  if (plain && answer?.length === BSD_LENGTH) last = { text: text.slice(0, BSD_LENGTH), referenceTimeMs, zoneOffsetMinutes, answer };
  return answer;
}

function readTimestamp(text: string, reference: TimeReference): Timestamp | null {
  const first = text.charCodeAt(0);
  const bsd = first >= 65 || /^\d{4} [A-Z]/.test(text) ? BSD.exec(text) : null;
  if (bsd) return fromBsd(bsd, reference);
  const iso = first < 65 ? ISO.exec(text) : null;
  return iso ? fromIso(iso, reference) : null;
}

/** Rewrites `Jun` as `06`; null for anything but an English month, short or long. */
export function monthNumber(name: string): string | null {
  const index = name.length < 3 ? -1 : MONTHS.indexOf(name.slice(0, 3));
  return index === -1 || index % 3 !== 0 ? null : String(index / 3 + 1).padStart(2, "0");
}

function fromBsd(found: RegExpExecArray, reference: TimeReference): Timestamp | null {
  const index = MONTHS.indexOf(found[2]!);
  if (index % 3 !== 0) return null;
  const yearText = found[1] ?? found[4];
  const parts = { month: index / 3, day: Number(found[3]), ...clock(found[5]!, found[6]!, found[7]!, found[8]) };
  const zone = reference.zoneOffsetMinutes;
  const length = found[0].length;
  if (yearText !== undefined) return instant({ year: Number(yearText), ...parts }, zone, "zone_assumed", length);
  // A day of tolerance covers zones and skewed clocks; otherwise the latest year that is not in the future.
  const latest = new Date(reference.referenceTimeMs + DAY_MS).getUTCFullYear();
  for (let year = latest; year > latest - 9; year -= 1) {
    const candidate = instant({ year, ...parts }, zone, "year_assumed", length);
    const future = candidate.time !== null && Date.parse(candidate.time) > reference.referenceTimeMs + DAY_MS;
    // 29 February goes back to the last leap year; any other impossible date stays impossible.
    if (candidate.time !== null ? !future : !(parts.month === 1 && parts.day === 29)) return candidate;
  }
  return { time: null, timeSource: "invalid", length };
}

function fromIso(found: RegExpExecArray, reference: TimeReference): Timestamp {
  const zoneText = found[8];
  const zone = zoneText === undefined ? reference.zoneOffsetMinutes : zoneMinutes(zoneText);
  const parts = {
    year: Number(found[1]),
    month: Number(found[2]) - 1,
    day: Number(found[3]),
    ...clock(found[4]!, found[5]!, found[6]!, found[7]),
  };
  return instant(parts, zone, zoneText === undefined ? "zone_assumed" : "stated", found[0].length);
}

function zoneMinutes(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith("-") ? -minutes : minutes;
}

function clock(hour: string, minute: string, second: string, fraction: string | undefined) {
  const ms = fraction === undefined ? 0 : Number(fraction.padEnd(3, "0").slice(0, 3));
  return { hour: Number(hour), minute: Number(minute), second: Number(second), ms };
}

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number };

function instant(parts: Parts, zoneOffsetMinutes: number, timeSource: TimeSource, length: number): Timestamp {
  const { year, month, day, hour, minute, second, ms } = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  // Second 60 is a leap second; setUTCHours carries it into the next minute.
  const real = date.getUTCMonth() === month && date.getUTCDate() === day && hour < 24 && minute < 60 && second <= 60;
  if (!real) return { time: null, timeSource: "invalid", length };
  date.setUTCHours(hour, minute - zoneOffsetMinutes, second, ms);
  return { time: date.toISOString(), timeSource, length };
}
