import type { TimeSource } from "../fields.ts";
import { digitsAt, digitsEnd, skipSpaces, wordEnd } from "./event-draft.ts";

/** What year-less and zone-less times are resolved against. */
export type TimeReference = {
  /** A time (ms since 1970, UTC) at or after the line was written: its receipt. */
  readonly referenceTimeMs: number;
  /** Zone of times that state none, in minutes east of UTC. */
  readonly zoneOffsetMinutes: number;
};

export type Timestamp = { readonly time: string | null; readonly timeSource: TimeSource; /** Characters read. */ readonly length: number };

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const WEEKDAYS = "MonTueWedThuFriSatSun";
const FULL_MONTHS: ReadonlySet<string> = new Set(["January", "February", "March", "April", "June", "July", "August", "Sept", "September", "October", "November", "December"]);
const DAY_MS = 86_400_000;
const NO_YEAR = -1;

/**
 * Zones by name as RFC 5322 defines them, and those of central Europe, in minutes. Other regions use the same letters, so
 * a time with a name counts as one whose zone was assumed.
 */
const ZONES: { readonly [name: string]: number } = { EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420, CET: 60, CEST: 120 };

/** Date and clock as written; `month` from 0, `year` NO_YEAR when not stated, `zone` null when not stated. */
type Parts = { year: number; month: number; day: number; second: number; ms: number; zone: number | null; zoneNamed: boolean; end: number };

/** The last answer for a plain `Mmm dd hh:mm:ss`: logs write the same second, and the same day, many times over. Only speed depends on it. */
type Cached = { day: string; text: string; referenceTimeMs: number; zoneOffsetMinutes: number; date: string | null; answer: Timestamp };
let last: Cached | null = null;
const BSD_LENGTH = 15;
const DATE_LENGTH = 7;

/** Reads the time that a line starts with, or null when it starts with none. A date that does not exist has no time. */
export function parseTimestamp(text: string, reference: TimeReference): Timestamp | null {
  const plain = text.charCodeAt(BSD_LENGTH) === 32 && text.charCodeAt(0) >= 65 && text.charCodeAt(12) === 58;
  const known = last;
  if (plain && known !== null && known.referenceTimeMs === reference.referenceTimeMs && known.zoneOffsetMinutes === reference.zoneOffsetMinutes) {
    if (text.startsWith(known.text)) return known.answer;
    if (known.date !== null && text.startsWith(known.day)) {
      const answer = sameDay(known.date, text);
      if (answer !== null) {
        last = { ...known, text: text.slice(0, BSD_LENGTH), answer };
        return answer;
      }
    }
  }
  const parts = readParts(text);
  if (parts === null) return null;
  const answer = resolve(parts, reference);
  if (plain && answer.length === BSD_LENGTH) remember(text, reference, answer);
  return answer;
}

/** A clock of a day whose year is settled, when that is all there is to it. */
function sameDay(date: string, text: string): Timestamp | null {
  const second = clockAt(text, DATE_LENGTH);
  if (second < 0 || second >= 86_400 || text.charCodeAt(13) > 53) return null;
  return { time: `${date}${text.slice(DATE_LENGTH, BSD_LENGTH)}.000Z`, timeSource: "year_assumed", length: BSD_LENGTH };
}

/** The day is kept only where the whole of it falls into one year and zones change nothing. */
function remember(text: string, reference: TimeReference, answer: Timestamp): void {
  // A leap second's time is of the next day.
  const settled = answer.time !== null && text.charCodeAt(13) <= 53 && reference.zoneOffsetMinutes === 0 && Math.abs(Date.parse(answer.time) - reference.referenceTimeMs) > 3 * DAY_MS;
  const yearEdge = reference.referenceTimeMs + DAY_MS - Date.parse(answer.time ?? "1970-01-01") > 360 * DAY_MS;
  const date = settled && !yearEdge ? answer.time!.slice(0, 11) : null;
  last = { day: text.slice(0, DATE_LENGTH), text: text.slice(0, BSD_LENGTH), referenceTimeMs: reference.referenceTimeMs, zoneOffsetMinutes: reference.zoneOffsetMinutes, date, answer };
}

/** Seconds since midnight of `hh:mm:ss` at `at`; -1 when it is not written so. May be 86,400 and more: see {@link resolve}. */
function clockAt(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return -1;
  const hour = digitsAt(text, at, at + 2);
  const minute = digitsAt(text, at + 3, at + 5);
  const second = digitsAt(text, at + 6, at + 8);
  if (hour < 0 || minute < 0 || second < 0) return -1;
  // What no clock shows is made a day that does not exist, which is told apart from no time at all.
  return hour > 23 || minute > 59 || second > 60 ? 172_800 : hour * 3600 + minute * 60 + second;
}

/** Months and weekdays in English, short or long, as a number from 0; -1 for anything else. */
function nameIndex(names: string, text: string, at: number): number {
  const found = names.indexOf(text.slice(at, at + 3));
  return found === -1 || found % 3 !== 0 ? -1 : found / 3;
}

function readParts(text: string): Parts | null {
  const first = text.charCodeAt(0);
  if (first >= 65 && first <= 90) {
    if (nameIndex(MONTHS, text, 0) !== -1) return fromMonth(text, 0, NO_YEAR);
    return nameIndex(WEEKDAYS, text, 0) === -1 ? null : fromWeekday(text);
  }
  if (first < 48 || first > 57) return null;
  const separator = text.charCodeAt(4);
  if (separator === 45 || separator === 47) return fromIso(text);
  if (separator === 32 && digitsAt(text, 0, 4) > 0) return fromMonth(text, 5, digitsAt(text, 0, 4));
  return fromDay(text, 0);
}

/** `Mmm dd hh:mm:ss[.f]`, `Mmm dd, yyyy @ hh:mm:ss`, `October 06, 2014 11:56`; the year may also stand before the month. */
function fromMonth(text: string, start: number, stated: number): Parts | null {
  const month = nameIndex(MONTHS, text, start);
  if (month === -1) return null;
  let at = start + 3;
  while (at < start + 9 && text.charCodeAt(at) >= 97 && text.charCodeAt(at) <= 122) at += 1;
  if (text.charCodeAt(at) !== 32 || (at > start + 3 && !FULL_MONTHS.has(text.slice(start, at)))) return null;
  at = skipSpaces(text, at);
  const dayEnd = digitsEnd(text, at);
  const day = digitsAt(text, at, dayEnd);
  if (day < 0 || dayEnd - at > 2) return null;
  at = text.charCodeAt(dayEnd) === 44 ? dayEnd + 1 : dayEnd;
  if (text.charCodeAt(at) !== 32) return null;
  at = skipSpaces(text, at);
  let year = stated;
  if (digitsEnd(text, at) === at + 4 && text.charCodeAt(at + 4) === 32) {
    year = digitsAt(text, at, at + 4);
    at += 5;
    if (text.startsWith("@ ", at) || text.startsWith("- ", at)) at += 2;
  }
  return withClock(text, at, { year, month, day }, year !== NO_YEAR);
}

/** `Www Mmm dd hh:mm:ss[.f] [ZONE] yyyy` as ctime and date write it, `Www, dd Mmm yyyy hh:mm:ss +0000` as mail does. */
function fromWeekday(text: string): Parts | null {
  if (text.charCodeAt(3) === 44) return fromDay(text, skipSpaces(text, 4));
  if (text.charCodeAt(3) !== 32) return null;
  const parts = fromMonth(text, skipSpaces(text, 4), NO_YEAR);
  if (parts === null || text.charCodeAt(parts.end) !== 32) return null;
  let at = parts.end + 1;
  const zoneEnd = wordEnd(text, at);
  if (text.charCodeAt(at) >= 65 && zoneEnd - at <= 5) {
    setZone(parts, text.slice(at, zoneEnd));
    at = zoneEnd + 1;
  }
  const year = digitsAt(text, at, at + 4);
  if (year < 0 || !endsTime(text, at + 4)) return null;
  return { ...parts, year, end: at + 4 };
}

/** `dd/Mmm/yyyy:hh:mm:ss +0000` of web servers, `dd-Mmm-yyyy hh:mm:ss` of BIND, `dd Mmm yyyy hh:mm:ss` of mail. */
function fromDay(text: string, start: number): Parts | null {
  const dayEnd = digitsEnd(text, start);
  const day = digitsAt(text, start, dayEnd);
  const separator = text.charCodeAt(dayEnd);
  if (day < 0 || dayEnd - start > 2 || (separator !== 47 && separator !== 45 && separator !== 32)) return null;
  const month = nameIndex(MONTHS, text, dayEnd + 1);
  const year = digitsAt(text, dayEnd + 5, dayEnd + 9);
  if (month === -1 || year < 0 || text.charCodeAt(dayEnd + 4) !== separator) return null;
  const between = text.charCodeAt(dayEnd + 9);
  return between === 58 || between === 32 ? withClock(text, dayEnd + 10, { year, month, day }, true) : null;
}

/** `yyyy-mm-ddThh:mm:ss.fZ`, also with slashes, with a space or `*` between, and with a zone after a space. */
function fromIso(text: string): Parts | null {
  const between = text.charCodeAt(10);
  if (text.charCodeAt(7) !== text.charCodeAt(4) || (between !== 84 && between !== 32 && between !== 42 && between !== 116)) return null;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7) - 1;
  const day = digitsAt(text, 8, 10);
  return year < 0 || month < -1 || day < 0 ? null : withClock(text, 11, { year, month, day }, true);
}

function withClock(text: string, at: number, date: Pick<Parts, "year" | "month" | "day">, zones: boolean): Parts | null {
  let second = clockAt(text, at);
  let end = at + 8;
  if (second === -1) {
    // Only a date with its year is unmistakable enough for a clock without seconds.
    const minutes = zones && text.charCodeAt(at + 2) === 58 ? digitsAt(text, at, at + 2) * 60 + digitsAt(text, at + 3, at + 5) : -1;
    if (minutes < 0 || digitsAt(text, at + 3, at + 5) < 0) return null;
    second = minutes * 60;
    end = at + 5;
  }
  let ms = 0;
  const point = text.charCodeAt(end);
  const fractionEnd = digitsEnd(text, end + 1);
  if ((point === 46 || point === 44) && fractionEnd > end + 1 && fractionEnd <= end + 10) {
    ms = Number(text.slice(end + 1, Math.min(fractionEnd, end + 4)).padEnd(3, "0"));
    end = fractionEnd;
  }
  const parts: Parts = { ...date, second, ms, zone: null, zoneNamed: false, end };
  if (zones) readZone(text, parts);
  return endsTime(text, parts.end) ? parts : null;
}

function readZone(text: string, parts: Parts): void {
  const spaced = text.charCodeAt(parts.end) === 32;
  const at = spaced ? parts.end + 1 : parts.end;
  const code = text.charCodeAt(at);
  if (code === 43 || code === 45) {
    const colon = text.charCodeAt(at + 3) === 58 ? 1 : 0;
    const end = digitsEnd(text, at + 3 + colon);
    const minutes = end === at + 3 && colon === 0 ? 0 : digitsAt(text, at + 3 + colon, at + 5 + colon);
    const hours = digitsAt(text, at + 1, at + 3);
    // `+01` alone is PostgreSQL's; anything longer than `+0100` is no zone.
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || end > at + 5 + colon || !endsTime(text, end)) return;
    parts.zone = (hours * 60 + minutes) * (code === 45 ? -1 : 1);
    parts.end = end;
    return;
  }
  if (!spaced && (code === 90 || code === 122)) {
    parts.zone = 0;
    parts.end = at + 1;
    return;
  }
  const end = wordEnd(text, at);
  if (spaced && end - at >= 3 && end - at <= 4 && setZone(parts, text.slice(at, end))) parts.end = end;
}

function setZone(parts: Parts, name: string): boolean {
  if (name === "UTC" || name === "GMT" || name === "Z") parts.zone = 0;
  else if (Object.hasOwn(ZONES, name)) [parts.zone, parts.zoneNamed] = [ZONES[name]!, true];
  return parts.zone !== null;
}

/** After a time stands a space, the end, or a sign that begins something else: `10:00:01: x`, `[time]`, `time,level`. */
function endsTime(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return Number.isNaN(code) || code === 32 || code === 58 || code === 93 || code === 44 || code === 9 || code === 34;
}

function resolve(parts: Parts, reference: TimeReference): Timestamp {
  const { year, zone, zoneNamed, end } = parts;
  const offset = zone ?? reference.zoneOffsetMinutes;
  if (year !== NO_YEAR) return instant(parts, year, offset, zone === null || zoneNamed ? "zone_assumed" : "stated");
  // A day of tolerance covers zones and skewed clocks; otherwise the latest year that is not in the future.
  const latest = new Date(reference.referenceTimeMs + DAY_MS).getUTCFullYear();
  for (let candidateYear = latest; candidateYear > latest - 9; candidateYear -= 1) {
    const candidate = instant(parts, candidateYear, offset, "year_assumed");
    const future = candidate.time !== null && Date.parse(candidate.time) > reference.referenceTimeMs + DAY_MS;
    // 29 February goes back to the last leap year; any other impossible date stays impossible.
    if (candidate.time !== null ? !future : !(parts.month === 1 && parts.day === 29)) return candidate;
  }
  return { time: null, timeSource: "invalid", length: end };
}

function instant(parts: Parts, year: number, zoneOffsetMinutes: number, timeSource: TimeSource): Timestamp {
  const { month, day, second, ms, end } = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  const real = year > 0 && date.getUTCMonth() === month && date.getUTCDate() === day && second <= 86_400;
  if (!real) return { time: null, timeSource: "invalid", length: end };
  // Second 60 is a leap second, and is carried into the next minute.
  return { time: new Date(date.getTime() + second * 1000 + ms - zoneOffsetMinutes * 60_000).toISOString(), timeSource, length: end };
}
