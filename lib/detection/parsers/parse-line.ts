import type { LogEvent, UnparsedReason } from "../fields.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import { readAccountTool } from "./accounts.ts";
import { parseAuditRecord } from "./audit-record.ts";
import { readCron } from "./cron.ts";
import { readMysql, readPostgres } from "./databases.ts";
import type { EventDraft, MessageReader } from "./event-draft.ts";
import { readFtpd } from "./ftpd.ts";
import { readJobStatus } from "./jobs.ts";
import { parseJson } from "./json.ts";
import { readKernel, readRsyslogd, readSyslogDaemon } from "./kernel.ts";
import { readDovecot, readPostfix, readSendmail } from "./mail.ts";
import { parseOwnFormat } from "./own-format.ts";
import { OTHER_PAM, readPam } from "./pam.ts";
import { readLogin, readSu, readSudo } from "./privileges.ts";
import { readLogind, readNamed, readNetworkDaemon, readServiceStatus, readSystemd } from "./service-status.ts";
import { writeShapes } from "./shapes.ts";
import { readSshd } from "./sshd.ts";
import { parseSyslogHeader, type SyslogHeader } from "./syslog-header.ts";
import { parseTimestamp, type TimeReference } from "./timestamp.ts";
import { readSftp, readVsftpd } from "./transfers.ts";
import { readAccess, readApacheError, readNginxError } from "./web.ts";

type Program = { readonly service: string; readonly format: string; readonly read: MessageReader };

const program = (service: string, format: string, read: MessageReader): Program => ({ service, format, read });
const each = (names: string, made: Program): (readonly [string, Program])[] => names.split(" ").map((name) => [name, made]);

/** Which parser reads the messages of which program. Unlisted programs: service status, else the header alone. */
const PROGRAMS = new Map<string, Program>([
  ...each("sshd sshd-session sshd-auth", program("sshd", "sshd", readSshd)),
  ...each("sftp-server internal-sftp", program("sshd", "sftp", readSftp)),
  ["sudo", program("sudo", "sudo", readSudo)],
  ["su", program("su", "su", readSu)],
  ["login", program("auth", "login", readLogin)],
  ["-- root", program("auth", "login", readLogin)],
  ...each("cron crond crontab anacron", program("cron", "cron", readCron)),
  ["kernel", program("kernel", "kernel", readKernel)],
  ...each("syslogd syslog-ng", program("syslog", "syslogd", readSyslogDaemon)),
  ["rsyslogd", program("syslog", "syslogd", readRsyslogd)],
  ["systemd", program("syslog", "service", readSystemd)],
  ["systemd-logind", program("auth", "service", readLogind)],
  ...each("NetworkManager dhclient dhcpcd systemd-networkd wpa_supplicant network", program("network", "service", readNetworkDaemon)),
  ...each("named security update-security xfer-out", program("named", "named", readNamed)),
  ["ftpd", program("ftp", "ftpd", readFtpd)],
  ["vsftpd", program("vsftpd", "ftpd", (text, event) => readVsftpd(text, event) || readFtpd(text, event))],
  ["klogind", program("auth", "klogind", readFtpd)],
  ...each("useradd adduser usermod userdel deluser groupadd groupmod groupdel addgroup delgroup", program("auth", "account", readAccountTool)),
  ...each("gpasswd passwd chpasswd chfn chsh chage newusers", program("auth", "account", readAccountTool)),
  ...each("audispd auditd audisp-syslog", program("auditd", "auditd", readAuditText)),
  ...each("sendmail sm-mta sm-msp-queue", program("mail", "sendmail", (text, event) => readSendmail(text, event) || readServiceStatus(text, event))),
  ["dovecot", program("mail", "dovecot", readDovecot)],
  ["postgres", program("postgresql", "postgresql", readPostgresTail)],
  ...each("mysqld mariadbd", program("mysql", "mysql", readMysql)),
]);
const POSTFIX = program("mail", "postfix", readPostfix);

/** Through syslog, auditd's records stand in the message as they stand in its own file. */
function readAuditText(text: string, event: EventDraft): boolean {
  const record = parseAuditRecord(text);
  if (record === null) return false;
  const { line: _line, message: _message, ...fields } = record;
  Object.assign(event, fields);
  return true;
}

/** PostgreSQL numbers its lines in syslog: `[3-1] LOG:  ...`. */
function readPostgresTail(text: string, event: EventDraft): boolean {
  return readPostgres(text.replace(/^\[\d+-\d+\] /, ""), event);
}

/**
 * Reads one line into an event. Never throws and never rejects: a line without a recognised shape is returned with
 * `parsed: false` and a reason, its text in `message`. Year-less and zone-less times are resolved against `reference`.
 */
export function parseLine(line: string, reference: TimeReference): LogEvent {
  const first = line.charCodeAt(0);
  if (first === 123) return parseJson(line, reference);
  if (!(first > 32) && line.trim() === "") return unparsed(line, "empty", reference);
  const own = startsLikeSyslog(line) || first === 60 ? null : parseOwnFormat(line, reference);
  if (own !== null) return own;
  const header = parseSyslogHeader(line, reference);
  return header === null ? unparsed(line, "no_header", reference) : fromHeader(line, header, reference);
}

/** Assembled by assignment: this runs for every line, and copying records costs more than reading them. */
function fromHeader(line: string, header: SyslogHeader, reference: TimeReference): LogEvent {
  const { timestamp, message, facility, severity, host, program: tag, pid } = header;
  const event: EventDraft = { parsed: true, line, time: timestamp.time, timeSource: timestamp.timeSource, message, format: "syslog", product: "linux", service: "syslog" };
  if (facility !== undefined) event.facility = facility;
  if (severity !== undefined) event.severity = severity;
  if (host !== undefined) event.host = host;
  if (tag !== undefined) event.program = programName(tag);
  if (pid !== undefined) event.pid = pid;
  if (message.length > DETECTION_LIMITS.messageCharsForFields) event.reason = "message_too_long_for_fields";
  else if (tag !== undefined) addMessageFields(event, tag, message, reference);
  // Of a line that says neither host nor program, and nothing known, only the time is sure.
  else if (!readSyslogDaemon(message, event) && host === undefined && facility === undefined) return unparsed(line, "unknown_format", reference);
  return event;
}

/** `Mmm d`: no other format starts so, and most lines do. */
function startsLikeSyslog(line: string): boolean {
  const day = line.charCodeAt(4);
  const first = line.charCodeAt(0);
  if (line.charCodeAt(3) !== 32 || first < 65 || first > 90 || (day !== 32 && (day < 48 || day > 57))) return false;
  return line.charCodeAt(6) !== 44 && line.charCodeAt(5) !== 44;
}

function unparsed(line: string, reason: UnparsedReason, reference: TimeReference): LogEvent {
  const time = reason === "empty" ? null : parseTimestamp(line, reference);
  return { parsed: false, reason: time === null ? reason : "unknown_format", line, time: time?.time ?? null, timeSource: time?.timeSource ?? "missing", message: line, format: "unknown" };
}

/** `sshd(pam_unix)` -> `sshd`, `/usr/sbin/cron` -> `cron`, `syslogd 1.4.1` -> `syslogd`, `rsyslogd-2177` -> `rsyslogd`, `(systemd)` -> `systemd`. */
function programName(tag: string): string {
  if (PROGRAMS.has(tag) || tag.startsWith("postfix/") || tag.startsWith("sm-")) return tag;
  const bare = tag.charCodeAt(0) === 40 && tag.endsWith(")") ? tag.slice(1, -1) : tag.replace(/\([^)]*\)$/, "");
  return (bare.startsWith("/") ? bare.slice(bare.lastIndexOf("/", bare.length - 2) + 1) : bare).replace(/ \d[\w.]*$/, "").replace(/-\d+$/, "");
}

/** `CRON` and `crond` are programs of one name; most are written in lower case, so the second look is rare. */
function programOf(name: string): Program | undefined {
  return PROGRAMS.get(name) ?? (name.startsWith("postfix/") ? POSTFIX : name.startsWith("sm-") ? PROGRAMS.get("sendmail") : PROGRAMS.get(name.toLowerCase()));
}

function addMessageFields(event: EventDraft, tag: string, message: string, reference: TimeReference): void {
  const known = programOf(event.program ?? "");
  const repeated = message.startsWith("message repeated ") ? /^message repeated (\d{1,9}) times: \[ ?(.*)\]\s*$/s.exec(message) : null;
  const text = (repeated ? repeated[2]! : message).trimEnd();
  if (known !== undefined) {
    event.service = known.service;
    event.format = known.format;
  }
  if (readPam(tag, text, event)) {
    if (known === undefined) event.service = "auth";
  } else if (known !== undefined) known.read(text, event);
  else readUnlisted(event, text, reference);
  if (repeated && event.action) event.repeatCount = Number(repeated[1]) * (event.repeatCount ?? 1);
}

const WEB = /^(?:nginx|httpd|apache2?|haproxy|caddy|traefik)(?:\/|$)/;

/** Any program's word that a service started or stopped, web servers that log through syslog, and jobs that tell how they ended. */
function readUnlisted(event: EventDraft, text: string, reference: TimeReference): void {
  if (readServiceStatus(text, event)) return;
  if (WEB.test(event.program ?? "")) {
    const { time, timeSource } = event;
    if (readAccess(text, event, reference)) Object.assign(event, time === null ? {} : { time, timeSource });
    else if (!readApacheError(text, event)) readNginxError(text.replace(/^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2} /, ""), event);
  } else if (!writeShapes([OTHER_PAM], text, event, { category: "account", format: "account" })) readJobStatus(text, event);
}
