import type { LogEvent } from "../fields.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import { readApplication, readBusiness } from "./application.ts";
import { parseAuditRecord } from "./audit-record.ts";
import { readMysql, readPostgres } from "./databases.ts";
import { type EventDraft, digitsEnd, type MessageReader, skipSpaces } from "./event-draft.ts";
import { parseFragment } from "./fragments.ts";
import { readAirflow, readDbt, readJobStatus } from "./jobs.ts";
import { recordEvent } from "./json.ts";
import { readNamed } from "./service-status.ts";
import { closingQuote, readPairs } from "./shapes.ts";
import { parseTimestamp, type TimeReference, type Timestamp } from "./timestamp.ts";
import { readAfterWeekday, readFileChange } from "./transfers.ts";
import { mayBeAccess, readAccess, readApacheError, readNginxError } from "./web.ts";

const OPEN = 91;

/**
 * Reads formats that are not syslog: each has a time and an order of its own, told by the first characters. Null when the
 * line is none of them; the line may be syslog then.
 */
export function parseOwnFormat(line: string, reference: TimeReference): LogEvent | null {
  if (line.length > DETECTION_LIMITS.messageCharsForFields) return null;
  if (line.startsWith("type=") || line.startsWith("node=")) return parseAuditRecord(line);
  const bracketed = line.charCodeAt(0) === OPEN;
  const time = parseTimestamp(bracketed ? line.slice(1, 48) : line, reference);
  if (time !== null) return timed(line, time, bracketed);
  if (mayBeAccess(line)) {
    const event = draft(line, null);
    if (readAccess(line, event, reference)) return event;
  }
  return pairsEvent(line, reference) ?? untimed(line) ?? parseFragment(line, reference);
}

function draft(line: string, time: Timestamp | null): EventDraft {
  return { parsed: true, line, time: time?.time ?? null, timeSource: time?.timeSource ?? "missing", message: line, format: "text" };
}

/** What stands behind a time, by the shape of the time. */
function timed(line: string, time: Timestamp, bracketed: boolean): LogEvent | null {
  const rest = bracketed ? (line.charCodeAt(time.length + 1) === 93 ? line.slice(skipSpaces(line, time.length + 2)) : null) : line.slice(skipSpaces(line, time.length)).replace(/^\t+ */, "");
  if (rest === null) return null;
  const event = draft(line, time);
  event.message = rest;
  if (rest === "" && !bracketed) return { ...event, message: line, format: "timestamp" };
  for (const read of bracketed ? BRACKETED : readersOf(line, rest)) if (read(rest, event)) return event;
  return null;
}

/** `October 06, 2014 11:56: ` ends in a colon; ctime's weekday begins transfers; `2019/10/04` is nginx's; `yyyy-mm-dd` everybody's. */
function readersOf(line: string, rest: string): readonly MessageReader[] {
  const first = line.charCodeAt(0);
  if (first >= 65) return rest.startsWith(": ") ? LONG_DATE : WEEKDAY;
  return line.charCodeAt(4) === 47 ? SLASHED : digitsEnd(line, 0) < 4 ? BIND : ISO;
}

const BRACKETED: readonly MessageReader[] = [readApacheError, readAirflow, levelled];
const LONG_DATE: readonly MessageReader[] = [(text, event) => withMessage(text.slice(2), event, [readApplication, readBusiness])];
const WEEKDAY: readonly MessageReader[] = [readAfterWeekday];
const SLASHED: readonly MessageReader[] = [readNginxError, levelled];
const BIND: readonly MessageReader[] = [(text, event) => readNamed(text.replace(/^(?:[\w-]+: ){0,2}(?:info|error|notice|warning): /, ""), event) && named(event)];
const ISO: readonly MessageReader[] = [readPostgres, readMysql, levelled];

function named(event: EventDraft): boolean {
  event.format = "named";
  event.product = "linux";
  event.service = "named";
  return true;
}

function withMessage(text: string, event: EventDraft, readers: readonly MessageReader[]): boolean {
  event.message = text;
  return readers.some((read) => read(text, event));
}

const LEVEL = /^(?:\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\]?)(?: +\[[\w .-]{1,64}\])?(?: +[\w.$/-]{1,128})?(?: +[-:]|:)? +(\S.*)$/s;

/** Application logs of `time LEVEL [thread] logger - message`; read only where the message itself is known. */
function levelled(text: string, event: EventDraft): boolean {
  if (withMessage(text, event, KNOWN_SENTENCES)) return true;
  const found = LEVEL.exec(text);
  if (found === null) return false;
  const bare = text.replace(/^\[?[A-Z]+\]?:? +/, "");
  if (!withMessage(bare, event, KNOWN_SENTENCES) && !withMessage(found[2]!, event, KNOWN_SENTENCES)) return false;
  event.logLevel = found[1]!;
  return true;
}

const KNOWN_SENTENCES: readonly MessageReader[] = [readJobStatus, readApplication, readBusiness, readFileChange];

/** Lines without a date: dbt's have a clock alone, watchers of files none. */
function untimed(line: string): LogEvent | null {
  const event = draft(line, null);
  const clock = /^\d{2}:\d{2}:\d{2}(?:\.\d{1,6})? +/.exec(line);
  if (clock !== null) return withMessage(line.slice(clock[0].length), event, [readDbt]) ? event : null;
  return withMessage(line, event, [readFileChange]) ? event : null;
}

/** logfmt: `time=2026-10-05T02:30:44Z level=error service=elt job=load outcome=failure`; every word of it is a pair. */
function pairsEvent(line: string, reference: TimeReference): LogEvent | null {
  if (!/^(?:time|ts|timestamp|level|at)=\S/.test(line) || !allPairs(line)) return null;
  const pairs = readPairs(line);
  if (pairs.size < 3) return null;
  return recordEvent(Object.fromEntries([...pairs].filter(([, value]) => value !== "")), { line, message: pairs.get("msg") ?? pairs.get("message") ?? line, time: null, timeSource: "missing" }, reference, "logfmt");
}

function allPairs(line: string): boolean {
  const end = line.trimEnd().length;
  for (let at = 0; at < end; ) {
    const equals = line.indexOf("=", at);
    const space = line.indexOf(" ", at);
    if (equals === -1 || (space !== -1 && space < equals)) return false;
    if (line.charCodeAt(equals + 1) === 34) {
      const close = closingQuote(line, equals + 2, 34);
      if (close === -1) return false;
      at = close + 1;
    } else at = space === -1 ? end : space;
    at = skipSpaces(line, at);
  }
  return true;
}
