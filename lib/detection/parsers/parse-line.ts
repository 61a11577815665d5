import type { LogEvent, MessageFields, UnparsedReason } from "../fields.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import { parseAccountTool } from "./accounts.ts";
import { parseCron } from "./cron.ts";
import { parseFtpd } from "./ftpd.ts";
import { parseJson } from "./json.ts";
import { parseKernel, parseSyslogDaemon } from "./kernel.ts";
import { parseOwnFormat } from "./own-format.ts";
import { parsePam } from "./pam.ts";
import { parseLogin, parseSu, parseSudo } from "./privileges.ts";
import { parseServiceStatus } from "./service-status.ts";
import { parseSshd } from "./sshd.ts";
import { parseSyslogHeader, type SyslogHeader } from "./syslog-header.ts";
import type { TimeReference } from "./timestamp.ts";

type MessageParser = (message: string) => MessageFields | null;
type Program = { readonly service: string; readonly format: string; readonly parse: MessageParser };

const accountTool: Program = { service: "auth", format: "account", parse: parseAccountTool };
const syslogDaemon: Program = { service: "syslog", format: "syslogd", parse: parseSyslogDaemon };
const ftp: Program = { service: "ftp", format: "ftpd", parse: parseFtpd };
const cron: Program = { service: "cron", format: "cron", parse: parseCron };
const sshd: Program = { service: "sshd", format: "sshd", parse: parseSshd };
const login: Program = { service: "auth", format: "login", parse: parseLogin };

/** Which parser reads the messages of which program. Unlisted programs: service status, else the header alone. */
const PROGRAMS = new Map<string, Program>([
  ["sshd", sshd],
  ["sshd-session", sshd],
  ["sshd-auth", sshd],
  ["sudo", { service: "sudo", format: "sudo", parse: parseSudo }],
  ["su", { service: "su", format: "su", parse: parseSu }],
  ["login", login],
  ["-- root", login],
  ["cron", cron],
  ["crond", cron],
  ["crontab", cron],
  ["anacron", cron],
  ["kernel", { service: "kernel", format: "kernel", parse: parseKernel }],
  ["syslogd", syslogDaemon],
  ["rsyslogd", syslogDaemon],
  ["syslog-ng", syslogDaemon],
  ["ftpd", ftp],
  ["vsftpd", { ...ftp, service: "vsftpd" }],
  ["klogind", { ...ftp, service: "auth", format: "klogind" }],
  ...["useradd", "adduser", "usermod", "userdel", "deluser", "groupadd", "groupmod", "groupdel", "addgroup", "delgroup"].map((name) => [name, accountTool] as const),
  ...["gpasswd", "passwd", "chpasswd", "chfn", "chsh", "chage", "newusers"].map((name) => [name, accountTool] as const),
]);

/**
 * Reads one line into an event. Never throws and never rejects: a line without a recognised shape is returned with
 * `parsed: false` and a reason, its text in `message`. Year-less and zone-less times are resolved against `reference`.
 */
export function parseLine(line: string, reference: TimeReference): LogEvent {
  if (line.trim() === "") return unparsed(line, "empty");
  if (line.startsWith("{")) return parseJson(line, reference);
  const own = startsLikeSyslog(line) ? null : parseOwnFormat(line, reference);
  if (own) return own;
  const header = parseSyslogHeader(line, reference);
  if (!header) return unparsed(line, "no_header");
  return fromHeader(line, header);
}

/** Assembled by assignment: this runs for every line, and copying records costs more than reading them. */
function fromHeader(line: string, header: SyslogHeader): LogEvent {
  const { timestamp, message, facility, severity, host, program, pid } = header;
  const event: { -readonly [field in keyof LogEvent]: LogEvent[field] } = {
    parsed: true,
    line,
    time: timestamp.time,
    timeSource: timestamp.timeSource,
    message,
    format: "syslog",
    product: "linux",
    service: "syslog",
  };
  if (facility !== undefined) event.facility = facility;
  if (severity !== undefined) event.severity = severity;
  if (host !== undefined) event.host = host;
  if (program !== undefined) event.program = programName(program);
  if (pid !== undefined) event.pid = pid;
  if (message.length > DETECTION_LIMITS.messageCharsForFields) event.reason = "message_too_long_for_fields";
  else addMessageFields(event, program, message);
  return event;
}

/** `Mmm d`: no other format starts so, and most lines do. */
function startsLikeSyslog(line: string): boolean {
  const day = line.charCodeAt(4);
  return line.charCodeAt(3) === 32 && (day === 32 || (day >= 48 && day <= 57));
}

function unparsed(line: string, reason: UnparsedReason): LogEvent {
  return { parsed: false, reason, line, time: null, timeSource: "missing", message: line, format: "unknown" };
}

/** `sshd(pam_unix)` -> `sshd`, `/usr/sbin/cron` -> `cron`, `syslogd 1.4.1` -> `syslogd`, `rsyslogd-2177` -> `rsyslogd`. */
function programName(tag: string): string {
  if (/^[a-z]+$/.test(tag)) return tag;
  return tag.replace(/\([^)]*\)$/, "").replace(/^.*\/(?=[^/]+$)/, "").replace(/ \d[\w.]*$/, "").replace(/-\d+$/, "");
}

function addMessageFields(event: { -readonly [field in keyof LogEvent]: LogEvent[field] }, tag: string | undefined, message: string): void {
  if (tag === undefined) {
    Object.assign(event, parseSyslogDaemon(message));
    return;
  }
  const name = event.program ?? "";
  const program = PROGRAMS.get(name) ?? PROGRAMS.get(name.toLowerCase());
  const repeated = message.startsWith("message repeated ") ? /^message repeated (\d+) times: \[ ?(.*)\]\s*$/s.exec(message) : null;
  const text = (repeated ? repeated[2]! : message).trimEnd();
  const read = parsePam(tag, text) ?? program?.parse(text) ?? (program ? null : parseServiceStatus(text));
  if (program) {
    event.service = program.service;
    event.format = program.format;
  } else if (read?.pamService !== undefined) {
    event.service = "auth";
  }
  if (read) Object.assign(event, read);
  if (repeated && event.action) event.repeatCount = Number(repeated[1]) * (event.repeatCount ?? 1);
}
