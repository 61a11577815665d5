import type { LogEvent, MessageFields } from "../fields.ts";
import { avcFields } from "./avc.ts";
import { FAILED_ACTIONS, RECORD_TYPES, syscallName, TYPE_ACTIONS } from "./audit-types.ts";
import { digitsAt, type EventDraft, setSource } from "./event-draft.ts";
import { readPairs, writeFields } from "./shapes.ts";

/** Keys whose value auditd writes in hexadecimal when it holds a space, a quote or a byte beyond ASCII. */
const MAYBE_HEX = new Set(["exe", "comm", "cwd", "name", "proctitle", "cmd", "path", "dir", "file", "acct", "key", "data", "ocomm", "vm", "watch"]);
/** Names of every event, which a record's own key must not take. */
const TAKEN: ReadonlySet<string> = new Set(["parsed", "reason", "line", "time", "timeSource", "message", "format", "product", "service", "category", "host", "pid", "uid", "user", "action", "outcome", "recordType", "auditEventId", "__proto__"]);
const SPECIAL = new Set(["", "?", "(none)", "(null)"]);
const UNSET_ID = "4294967295";
const HEX = /^(?:[0-9A-F]{2})+$/;
const utf8 = new TextDecoder();

/** `[node=HOST ]type=TYPE msg=audit(SECONDS.MS:NUMBER): KEY=VALUE ...`, one record of auditd. Null when it is not written so. */
export function parseAuditRecord(line: string): LogEvent | null {
  let at = 0;
  let host: string | undefined;
  if (line.startsWith("node=")) {
    at = line.indexOf(" ") + 1;
    host = line.slice(5, at - 1);
  }
  if (!line.startsWith("type=", at)) return null;
  const typeEnd = line.indexOf(" msg=audit(", at);
  const close = line.indexOf(")", typeEnd);
  if (typeEnd === -1 || close === -1 || close - typeEnd > 60) return null;
  const event = { parsed: true, line, time: null, timeSource: "missing", message: line.slice(line.charCodeAt(close + 1) === 58 ? close + 2 : close + 1).trimStart(), format: "auditd", product: "linux", service: "auditd" } as EventDraft;
  if (host) event.host = host;
  return readAuditBody(line.slice(at + 5, typeEnd), line.slice(typeEnd + 11, close), event.message, event) ? event : null;
}

/** What stands behind a record's header: own keys of the record, and what they mean in the words of every event. */
export function readAuditBody(type: string, id: string, body: string, event: EventDraft): boolean {
  const time = recordTime(id);
  if (time === null || !/^(?:[A-Z][A-Z0-9_]*|UNKNOWN\[\d+\]|\d{4})$/.test(type)) return false;
  const recordType = RECORD_TYPES[type] ?? type;
  event.time = time;
  event.timeSource = "stated";
  event.format = "auditd";
  event.service = "auditd";
  event.recordType = recordType;
  event.auditEventId = id;
  const pairs = recordPairs(body);
  writeOwnKeys(event, recordType, pairs);
  writeMeaning(event, recordType, pairs);
  if (recordType === "AVC" || recordType === "USER_AVC") writeDenial(event, body);
  return true;
}

function recordTime(id: string): string | null {
  const dot = id.indexOf(".");
  const colon = id.indexOf(":");
  const seconds = digitsAt(id, 0, dot);
  const ms = digitsAt(id, dot + 1, colon);
  if (seconds < 0 || ms < 0 || colon - dot !== 4 || seconds > 99_999_999_999 || digitsAt(id, colon + 1, id.length) < 0) return null;
  return new Date(seconds * 1000 + ms).toISOString();
}

/** Pairs of the record and of the program's part in `msg='...'`; of auditd's enriched part, behind a group separator, what is new. */
function recordPairs(body: string): Map<string, string> {
  const separator = body.indexOf("\u001d");
  const raw = separator === -1 ? body : body.slice(0, separator);
  const pairs = readPairs(raw);
  const inner = pairs.get("msg");
  if (inner !== undefined) {
    pairs.delete("msg");
    for (const [key, value] of readPairs(inner)) if (!pairs.has(key) || SPECIAL.has(pairs.get(key)!)) pairs.set(key, value);
  }
  for (const key of MAYBE_HEX) {
    const value = pairs.get(key);
    if (value !== undefined && value.length >= 2 && HEX.test(value) && isBare(raw, key, value)) pairs.set(key, fromHex(value));
  }
  if (separator !== -1) for (const [key, value] of readPairs(body.slice(separator + 1))) if (!pairs.has(key)) pairs.set(key, value);
  return pairs;
}

/** Quoted values are text even where they read like hexadecimal (`comm="cafe"`). */
function isBare(raw: string, key: string, value: string): boolean {
  return raw.includes(`${key}=${value}`);
}

function fromHex(text: string): string {
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  // Arguments of a process title are parted by NUL.
  return utf8.decode(bytes).replaceAll("\0", " ").trimEnd();
}

function writeOwnKeys(event: EventDraft, recordType: string, pairs: ReadonlyMap<string, string>): void {
  const own = event as { [key: string]: unknown };
  own["type"] = recordType;
  for (const [key, value] of pairs) if (!TAKEN.has(key) && !SPECIAL.has(value)) own[key] = value;
  const name = syscallName(pairs.get("arch"), pairs.get("syscall"));
  if (name !== undefined && own["SYSCALL"] === undefined) own["SYSCALL"] = name;
  for (let at = 0; recordType === "EXECVE" && own[`a${at}`] !== undefined; at += 1) {
    const value = own[`a${at}`] as string;
    if (HEX.test(value) && isBare(event.message, `a${at}`, value)) own[`a${at}`] = fromHex(value);
  }
}

function outcomeOf(pairs: ReadonlyMap<string, string>): "success" | "failure" | undefined {
  const result = pairs.get("res") ?? pairs.get("result") ?? pairs.get("success");
  if (result === "success" || result === "1" || result === "yes") return "success";
  return result === "failed" || result === "fail" || result === "0" || result === "no" ? "failure" : undefined;
}

function writeMeaning(event: EventDraft, recordType: string, pairs: ReadonlyMap<string, string>): void {
  const outcome = outcomeOf(pairs);
  const stated = Object.hasOwn(TYPE_ACTIONS, recordType) ? TYPE_ACTIONS[recordType]! : undefined;
  const action = stated !== undefined && outcome === "failure" ? (FAILED_ACTIONS[stated] ?? stated) : stated;
  // Sign-ins, sessions and acts whose record does not say how they ended are not taken for successes.
  const unsure = outcome === undefined && stated !== undefined && Object.hasOwn(FAILED_ACTIONS, stated) && !recordType.startsWith("DAEMON_");
  if (action !== undefined && !unsure) event.action = action;
  if (outcome !== undefined) event.outcome = outcome;
  writePeople(event, recordType, pairs);
  const [exe, cmd, unit, terminal] = [pairs.get("exe"), pairs.get("cmd"), pairs.get("unit"), pairs.get("terminal") ?? pairs.get("tty")];
  if (exe !== undefined && !SPECIAL.has(exe)) event.Image = exe;
  if (cmd !== undefined) event.CommandLine = cmd;
  const command = cmd ?? exe;
  if (command !== undefined && !SPECIAL.has(command)) event.command = command;
  if (unit) event.serviceName = unit;
  if (terminal !== undefined && !SPECIAL.has(terminal)) event.tty = terminal;
  if (recordType === "PATH") writePath(event, pairs);
  if (stated !== undefined) event.category = event.category ?? CATEGORIES[stated] ?? "system";
}

const CATEGORIES: { readonly [action: string]: string } = {
  authentication_succeeded: "authentication",
  session_opened: "authentication",
  session_closed: "authentication",
  command_run: "process_creation",
  service_started: "service",
  service_stopped: "service",
  access_denied_by_policy: "access",
  network_configured: "network",
  password_changed: "account",
  user_created: "account",
  user_removed: "account",
  user_changed: "account",
  group_created: "account",
  group_removed: "account",
  group_changed: "account",
};

/** Of account tools, `acct` and `id` are whose account it is; else `acct` is who signs in. `auid` is who once signed in. */
function writePeople(event: EventDraft, recordType: string, pairs: ReadonlyMap<string, string>): void {
  const account = pairs.get("acct");
  const object = /^(?:ADD|DEL)_(?:USER|GROUP)$|_MGMT$|CHAUTHTOK$/.test(recordType);
  if (account !== undefined && !SPECIAL.has(account)) {
    if (object && recordType.includes("GR")) event.targetGroup = account;
    else if (object) event.targetUser = account;
    else event.user = account;
  }
  const id = pairs.get("id");
  if (object && id !== undefined && /^\d{1,9}$/.test(id)) event[recordType.includes("GR") ? "targetGid" : "targetUid"] = Number(id);
  const numbers = [pairs.get("uid"), pairs.get("auid")].filter((value) => value !== undefined && value !== UNSET_ID && digitsAt(value, 0, value.length) >= 0);
  if (numbers.length > 0) event.uid = Number(numbers[0]);
  const pid = pairs.get("pid") ?? "";
  if (digitsAt(pid, 0, pid.length) >= 0) event.pid = Number(pid);
  const [address, hostname] = [pairs.get("addr"), pairs.get("hostname")];
  const source = address === undefined || SPECIAL.has(address) ? hostname : address;
  if (source !== undefined && !SPECIAL.has(source)) setSource(event, source);
  const session = pairs.get("ses");
  if (session !== undefined && session !== UNSET_ID) event.sessionId = session;
}

const PATH_ACTIONS: { readonly [nametype: string]: MessageFields["action"] } = { CREATE: "file_created", DELETE: "file_deleted", NORMAL: "file_touched" };

function writePath(event: EventDraft, pairs: ReadonlyMap<string, string>): void {
  const name = pairs.get("name");
  if (name !== undefined && !SPECIAL.has(name)) event.object = name;
  const action = PATH_ACTIONS[pairs.get("nametype") ?? ""];
  if (action !== undefined) event.action = action;
  event.category = "file_event";
}

function writeDenial(event: EventDraft, body: string): void {
  const at = body.indexOf("avc: ");
  const fields = at === -1 ? null : avcFields(body.slice(at + 5));
  if (fields !== null) writeFields(event, fields);
  else if (body.includes("apparmor=")) {
    const pairs = readPairs(body);
    event.outcome = pairs.get("apparmor") === "ALLOWED" ? "success" : "failure";
    if (pairs.get("apparmor") === "STATUS") delete event.action;
    if (pairs.get("name")) event.object = pairs.get("name")!;
  }
}
