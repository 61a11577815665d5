import { parseTimestamp, type TimeReference, type Timestamp } from "./timestamp.ts";

/** What a syslog line says before its message. */
export type SyslogHeader = {
  readonly timestamp: Timestamp;
  readonly facility?: number;
  readonly severity?: number;
  readonly host?: string;
  /** The tag as written, for example `sshd(pam_unix)` or `syslogd 1.4.1`. */
  readonly program?: string;
  readonly pid?: number;
  readonly message: string;
};

const MISSING: Timestamp = { time: null, timeSource: "missing", length: 0 };
const TAG_CHARS = 64;

// `sshd[123]:` `sshd(pam_unix)[1]:` `kernel:` `[sshd]:` `rsyslogd-2177:` `/usr/sbin/cron[1]:` `syslogd 1.4.1:` `-- root[2421]:`
const TAG = /^((?:-- )?[A-Za-z_/][\w./@+-]*(?:\([\w./@-]*\))?(?: \d[\w.]*)?)(?:\[(\d+)\])?:(?: |$)/;
const BRACKETED_TAG = /^\[([A-Za-z_][\w.-]*)\]:? /;
// Columns instead of `program[pid]:`; only of programs seen to be exported so, since any "word number" would look alike.
const PROGRAM_AND_PID = /^(sshd|sudo|su|login|cron|crond) (\d+) (?=\w)/;

/**
 * Reads the header of RFC 5424 or RFC 3164 lines, and of what daemons make of the latter: no host, no program, no time,
 * program in brackets, columns instead of `program[pid]:`. Returns null when nothing of a header is there.
 */
export function parseSyslogHeader(line: string, reference: TimeReference): SyslogHeader | null {
  const priority = /^<(\d{1,3})>/.exec(line);
  const value = priority ? Number(priority[1]) : null;
  const levels = value === null || value > 191 ? {} : { facility: value >> 3, severity: value & 7 };
  const rest = priority ? line.slice(priority[0].length) : line;
  if (priority && rest.startsWith("1 ")) {
    const modern = parseRfc5424(rest.slice(2), reference);
    if (modern) return { ...levels, ...modern };
  }
  const timestamp = parseTimestamp(rest, reference);
  const body = timestamp ? rest.slice(timestamp.length).replace(/^:? +/, "") : rest;
  const tagged = parseTagged(body, timestamp !== null || priority !== null);
  if (!tagged) return null;
  return { ...levels, timestamp: timestamp ?? MISSING, ...tagged };
}

type Tagged = Pick<SyslogHeader, "host" | "program" | "pid" | "message">;

/** Programs that write no pid and appear in logs whose times were cut off. */
const PIDLESS = new Set(["sudo", "su", "kernel", "crontab", "syslogd", "spamassassin", "sendmail", "network"]);

/** `[host] tag: message`. Without a time in front, only an unmistakable tag counts as a header. */
function parseTagged(body: string, anchored: boolean): Tagged | null {
  const alone = tagAt(body, "");
  if (alone && (anchored || alone.pid !== undefined || PIDLESS.has(alone.program ?? ""))) return alone;
  const space = body.indexOf(" ");
  const host = space === -1 ? body : body.slice(0, space);
  if (host === "" || !/^[\w.:%@-]+$/.test(host)) return anchored ? { message: body } : null;
  const afterHost = space === -1 ? "" : body.slice(space).trimStart();
  const withHost = anchored ? tagAt(afterHost, host) : null;
  if (withHost) return withHost;
  const columns = PROGRAM_AND_PID.exec(afterHost);
  if (columns) return { host, program: columns[1]!, pid: Number(columns[2]), message: afterHost.slice(columns[0].length) };
  return anchored ? { host, message: afterHost } : null;
}

function tagAt(text: string, host: string): Tagged | null {
  const bracketed = BRACKETED_TAG.exec(text.slice(0, TAG_CHARS));
  const found = bracketed ?? TAG.exec(text.slice(0, TAG_CHARS));
  if (!found) return null;
  const message = text.slice(found[0].length);
  return {
    ...(host === "" ? {} : { host }),
    program: found[1]!,
    ...(!bracketed && found[2] !== undefined ? { pid: Number(found[2]) } : {}),
    message,
  };
}

/** RFC 5424 after the version: TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA [MSG]. `-` means absent. */
function parseRfc5424(text: string, reference: TimeReference): SyslogHeader | null {
  const fields = /^(\S+) (\S+) (\S+) (\S+) (\S+) /.exec(text);
  if (!fields) return null;
  const afterData = skipStructuredData(text, fields[0].length);
  if (afterData === -1) return null;
  const message = text.slice(afterData).replace(/^ \uFEFF?/, "");
  const timestamp = fields[1] === "-" ? MISSING : parseTimestamp(fields[1]!, reference);
  if (!timestamp) return null;
  return {
    timestamp,
    ...(fields[2] === "-" ? {} : { host: fields[2]! }),
    ...(fields[3] === "-" ? {} : { program: fields[3]! }),
    ...(/^\d+$/.test(fields[4]!) ? { pid: Number(fields[4]) } : {}),
    message,
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
