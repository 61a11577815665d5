import { digitsAt, digitsEnd } from "./event-draft.ts";
import { parseTimestamp, type TimeReference, type Timestamp } from "./timestamp.ts";

/** What a syslog line says before its message. */
export type SyslogHeader = {
  readonly timestamp: Timestamp;
  readonly facility: number | undefined;
  readonly severity: number | undefined;
  readonly host: string | undefined;
  /** The tag as written, for example `sshd(pam_unix)` or `syslogd 1.4.1`. */
  readonly program: string | undefined;
  readonly pid: number | undefined;
  readonly message: string;
};

const MISSING: Timestamp = { time: null, timeSource: "missing", length: 0 };
const TAG_CHARS = 64;

// `sshd[123]:` `sshd(pam_unix)[1]:` `kernel:` `[sshd]:` `rsyslogd-2177:` `/usr/sbin/cron[1]:` `syslogd 1.4.1:` `-- root[2421]:`
const TAG = /^((?:-- )?[A-Za-z_/(][\w./@+-]*\)?(?:\([\w./@-]*\))?(?: \d[\w.]*)?)(?:\[(\d+)\])?:(?: |$)/;
const BRACKETED_TAG = /^\[([A-Za-z_][\w.-]*)\]:? /;
// Columns instead of `program[pid]:`; only of programs seen to be exported so, since any "word number" would look alike.
const PROGRAM_AND_PID = /^(sshd|sudo|su|login|cron|crond) (\d+) (?=\w)/;

type Tagged = { host: string | undefined; program: string | undefined; pid: number | undefined; message: string };

/**
 * Reads the header of RFC 5424 or RFC 3164 lines, and of what daemons make of the latter: no host, no program, no time,
 * program in brackets, columns instead of `program[pid]:`. Returns null when nothing of a header is there.
 */
export function parseSyslogHeader(line: string, reference: TimeReference): SyslogHeader | null {
  const first = line.charCodeAt(0);
  const close = first === 60 ? digitsEnd(line, 1) : -1;
  const priority = close > 1 && close < 5 && line.charCodeAt(close) === 62 ? digitsAt(line, 1, close) : -1;
  const rest = priority === -1 ? line : line.slice(close + 1);
  const facility = priority === -1 || priority > 191 ? undefined : priority >> 3;
  const severity = priority === -1 || priority > 191 ? undefined : priority & 7;
  if (priority !== -1 && rest.startsWith("1 ")) {
    const modern = parseRfc5424(rest.slice(2), reference);
    if (modern) return { ...modern, facility, severity };
  }
  const timestamp = parseTimestamp(rest, reference);
  const start = timestamp === null ? 0 : afterTime(rest, timestamp.length);
  const tagged = parseTagged(rest, start, timestamp !== null || priority !== -1);
  if (tagged === null || (priority === -1 && timestamp !== null && !believable(rest, tagged))) return null;
  return { timestamp: timestamp ?? MISSING, facility, severity, host: tagged.host, program: tagged.program, pid: tagged.pid, message: tagged.message };
}

const LEVELS = /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)$/;

/**
 * Times that begin with the year stand before application logs as well, whose `ERROR com.example.Main: ...` only looks like
 * host and program. There a tag needs its pid, a `T` in the time or one of the usual programs.
 */
function believable(text: string, tagged: Tagged): boolean {
  if (text.charCodeAt(4) !== 45 && text.charCodeAt(4) !== 47) return true;
  if (tagged.program === undefined || LEVELS.test(tagged.host ?? "") || LEVELS.test(tagged.program)) return false;
  return tagged.pid !== undefined || (text.charCodeAt(10) === 84 && tagged.host !== undefined) || PIDLESS.has(tagged.program);
}

/** Between time and body stand spaces, and sometimes a colon before them. */
function afterTime(text: string, length: number): number {
  let at = text.charCodeAt(length) === 58 ? length + 1 : length;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at += 1;
  return at;
}

/** Programs that write no pid and appear in logs whose times were cut off. */
const PIDLESS = new Set(["sudo", "su", "kernel", "crontab", "syslogd", "spamassassin", "sendmail", "network"]);

/** `[host] tag: message`. Without a time in front, only an unmistakable tag counts as a header. */
function parseTagged(text: string, start: number, anchored: boolean): Tagged | null {
  const usual = usualTag(text, start);
  if (usual !== null && (anchored || usual.pid !== undefined)) return usual;
  const body = text.slice(start);
  const alone = tagAt(body, undefined);
  if (alone && (anchored || alone.pid !== undefined || PIDLESS.has(alone.program ?? ""))) return alone;
  const space = body.indexOf(" ");
  const host = space === -1 ? body : body.slice(0, space);
  if (host === "" || !/^[\w.:%@-]+$/.test(host)) return anchored ? bare(undefined, body) : null;
  const afterHost = space === -1 ? "" : body.slice(space).trimStart();
  const withHost = anchored ? tagAt(afterHost, host) : null;
  if (withHost) return withHost;
  const columns = PROGRAM_AND_PID.exec(afterHost.slice(0, TAG_CHARS));
  if (columns) return { host, program: columns[1]!, pid: Number(columns[2]), message: afterHost.slice(columns[0].length) };
  if (!anchored) return null;
  // A first word is a host only where what follows is known to come without a program; it may as well be prose.
  return WITHOUT_PROGRAM.test(afterHost) ? bare(host, afterHost) : bare(undefined, body);
}

const WITHOUT_PROGRAM = /^(?:exiting on signal \d|last message repeated \d|-- MARK --|restart\b)/;

function bare(host: string | undefined, message: string): Tagged {
  return { host, program: undefined, pid: undefined, message };
}

/** Characters of host names, addresses and program names: letters, digits and `. _ @ / + - %`. */
function isNameCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 64 && code <= 90) || (code >= 45 && code <= 57) || code === 95 || code === 43 || code === 37;
}

/** `host program[pid]: message` and `host program: message`, by hand: nearly every line has one of them. Null for anything else. */
function usualTag(text: string, start: number): Tagged | null {
  let at = start;
  while (isNameCode(text.charCodeAt(at))) at += 1;
  if (at === start || text.charCodeAt(at) !== 32) return null;
  const hostEnd = at;
  const tagStart = hostEnd + 1;
  at = tagStart;
  const initial = text.charCodeAt(at);
  if (!isNameCode(initial) || initial === 45 || (initial >= 48 && initial <= 57)) return null;
  while (isNameCode(text.charCodeAt(at))) at += 1;
  const nameEnd = at;
  let pid: number | undefined;
  if (text.charCodeAt(at) === 91) {
    const end = digitsEnd(text, at + 1);
    if (end === at + 1 || text.charCodeAt(end) !== 93) return null;
    const number = digitsAt(text, at + 1, end);
    if (number !== -1) pid = number;
    at = end + 1;
  }
  if (text.charCodeAt(at) !== 58 || nameEnd - tagStart > TAG_CHARS) return null;
  const next = text.charCodeAt(at + 1);
  if (next !== 32 && !Number.isNaN(next)) return null;
  return { host: text.slice(start, hostEnd), program: text.slice(tagStart, nameEnd), pid, message: text.slice(at + 2) };
}

function tagAt(text: string, host: string | undefined): Tagged | null {
  const head = text.slice(0, TAG_CHARS);
  const bracketed = head.charCodeAt(0) === 91 ? BRACKETED_TAG.exec(head) : null;
  const found = bracketed ?? TAG.exec(head);
  if (!found) return null;
  const pid = bracketed || found[2] === undefined ? -1 : digitsAt(found[2], 0, found[2].length);
  return { host, program: found[1]!, pid: pid === -1 ? undefined : pid, message: text.slice(found[0].length) };
}

/** RFC 5424 after the version: TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]. `-` means absent. */
function parseRfc5424(text: string, reference: TimeReference): Omit<SyslogHeader, "facility" | "severity"> | null {
  const words: string[] = [];
  let at = 0;
  for (; words.length < 5; ) {
    const end = text.indexOf(" ", at);
    if (end <= at) return null;
    words.push(text.slice(at, end));
    at = end + 1;
  }
  const afterData = skipStructuredData(text, at);
  if (afterData === -1) return null;
  const [when, host, program, procId] = words as [string, string, string, string];
  const timestamp = when === "-" ? MISSING : parseTimestamp(when, reference);
  if (!timestamp) return null;
  const pid = digitsAt(procId, 0, procId.length);
  const message = text.slice(text.charCodeAt(afterData) === 32 ? afterData + 1 : afterData);
  return {
    timestamp,
    host: host === "-" ? undefined : host,
    program: program === "-" ? undefined : program,
    pid: pid === -1 ? undefined : pid,
    message: message.startsWith("\uFEFF") ? message.slice(1) : message,
  };
}

/** Index after `-` or after `[id name="value" ...]...`, where values escape `"`, `\` and `]`; -1 when malformed. */
function skipStructuredData(text: string, from: number): number {
  if (text[from] === "-") return from + 1;
  let at = from;
  while (text[at] === "[") {
    let quoted = false;
    for (at += 1; at < text.length && (quoted || text[at] !== "]"); at += 1) {
      if (quoted && text[at] === "\\") at += 1;
      else if (text[at] === '"') quoted = !quoted;
    }
    if (at >= text.length) return -1;
    at += 1;
  }
  return at === from ? -1 : at;
}
