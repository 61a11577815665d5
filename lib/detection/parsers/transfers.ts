import { type EventDraft, sourceFields } from "./event-draft.ts";
import { closingQuote, numberField, type Shape, textField, writeFields, writeShapes } from "./shapes.ts";

/** What stands after `Www Mmm dd hh:mm:ss yyyy`: a transfer of xferlog, a line of vsftpd, or a file's state. */
export function readAfterWeekday(text: string, event: EventDraft): boolean {
  if (text.startsWith("[pid ")) return readVsftpd(text, event);
  return readTransfer(text, event) || readFileState(text, event);
}

/** Seconds, the far host (which some copies lost), bytes, name; then the fixed words `a _ o r user ftp 0 * c`. Names may hold spaces. */
function readTransfer(text: string, event: EventDraft): boolean {
  const tail = / ([ab]) (\S+) ([oid]) ([agr]) (\S+) (\S+) ([01]) (\S+) ([ci])$/.exec(text.slice(-512));
  if (tail === null) return false;
  const head = /^(\d{1,9}) (?:(\S+) )??(\d{1,15}) (\S.*)$/s.exec(text.slice(0, text.length - tail[0].length));
  if (head === null) return false;
  event.format = "xferlog";
  event.product = "linux";
  event.service = "ftp";
  event.category = "file_event";
  event.action = tail[3] === "o" ? "file_sent" : tail[3] === "i" ? "file_received" : "file_deleted";
  event.outcome = tail[9] === "c" ? "success" : "failure";
  event.user = tail[4] === "a" ? "anonymous" : tail[5]!;
  event.object = head[4]!;
  event.bytes = Number(head[3]);
  writeFields(event, sourceFields(head[2]));
  return true;
}

/** A PATH record without its keys: `0 /etc/hosts1308742 fd:00 0100644 0 0 00:00 CONTEXT`, name and inode glued or apart. */
function readFileState(text: string, event: EventDraft): boolean {
  const found = /^(\d{1,6}) (\/.*) ([\da-f]{2}:[\da-f]{2}) (0[0-7]{5,6}) (\d{1,10}) (\d{1,10}) [\da-f]{2}:[\da-f]{2} (\S+)$/s.exec(text);
  if (found === null) return false;
  event.format = "audit-path";
  event.product = "linux";
  event.service = "auditd";
  event.category = "file_event";
  event.action = "file_touched";
  // Glued, nobody can tell where the name ends and the inode begins: then both stay together.
  event.object = found[2]!.replace(/ \d+$/, "");
  event.avcTarget = found[7]!;
  writeFields(event, numberField("uid", found[5]));
  return true;
}

/** vsftpd, in its own file (`[pid 9] [user] OK LOGIN: Client "..."`) or through syslog (the same without the pid). */
export function readVsftpd(text: string, event: EventDraft): boolean {
  const found = /^(?:\[pid (\d+)\] )?(?:\[([^\]]*)\] )?(CONNECT|(?:OK|FAIL) (?:LOGIN|UPLOAD|DOWNLOAD|DELETE|RENAME|MKDIR|RMDIR|CHMOD)|FTP (?:command|response)): Client "/.exec(text);
  if (found === null) return false;
  const close = closingQuote(text, found[0].length, 34);
  if (close === -1) return false;
  const rest = /^, "/.test(text.slice(close + 1)) ? text.slice(close + 4, closingQuote(text, close + 4, 34)) : undefined;
  const failed = found[3]!.startsWith("FAIL");
  const verb = found[3]!.replace(/^(?:OK|FAIL) /, "");
  const action = verb === "LOGIN" ? (failed ? "authentication_failed" : "authentication_succeeded") : ACTIONS.get(verb);
  event.format = "vsftpd";
  event.product = "linux";
  event.service = "vsftpd";
  event.category = verb === "LOGIN" || verb === "CONNECT" ? "authentication" : "file_event";
  if (action !== undefined) event.action = action;
  if (verb !== "CONNECT" && !verb.startsWith("FTP")) event.outcome = failed ? "failure" : "success";
  if (verb !== "LOGIN" && verb !== "CONNECT" && !verb.startsWith("FTP") && rest) event.object = rest;
  else if (rest) event.detail = rest;
  if (verb === "FTP response" && rest?.startsWith("530") === true) {
    event.action = "request_denied";
    event.outcome = "failure";
  }
  const size = /", (\d{1,15}) bytes/.exec(text.slice(close));
  writeFields(event, textField("user", found[2]), numberField("pid", found[1]), numberField("bytes", size?.[1]), sourceFields(text.slice(found[0].length, close)));
  return true;
}

const ACTIONS = new Map([
  ["CONNECT", "connection_opened"],
  ["UPLOAD", "file_received"],
  ["DOWNLOAD", "file_sent"],
  ["DELETE", "file_deleted"],
  ["RMDIR", "file_deleted"],
  ["RENAME", "file_renamed"],
  ["MKDIR", "file_created"],
  ["CHMOD", "file_changed"],
] as const) as ReadonlyMap<string, EventDraft["action"]>;

/** OpenSSH's sftp-server with logging on: `open "/a" flags READ mode 0666`, `close "/a" bytes read 9 written 0`, `remove name "/a"`. */
export function readSftp(text: string, event: EventDraft): boolean {
  return writeShapes(SFTP, text, event, { category: "file_event" });
}

const SFTP: readonly Shape[] = [
  [/^session opened for local user (\S+) from \[([^\]]*)\]/s, (found) => ({ category: "authentication", action: "session_opened", outcome: "success", user: found[1]!, ...sourceFields(found[2]) })],
  [/^session closed for local user (\S+) from \[([^\]]*)\]/s, (found) => ({ category: "authentication", action: "session_closed", outcome: "success", user: found[1]!, ...sourceFields(found[2]) })],
  [
    /^close "(.*)" bytes read (\d+) written (\d+)$/s,
    (found) => ({ action: found[3] === "0" ? "file_sent" : "file_received", outcome: "success", object: found[1]!, ...numberField("bytes", found[3] === "0" ? found[2] : found[3]) }),
  ],
  [/^remove name "(.*)"$/s, (found) => ({ action: "file_deleted", object: found[1]! })],
  [/^rename old "(.*)" new "(.*)"$/s, (found) => ({ action: "file_renamed", object: found[2]!, detail: `was ${found[1]}` })],
  [/^sent status (.+)$/s, (found) => ({ detail: found[1]! })],
];

/** AIDE, Tripwire-like reports and inotifywait: `changed: /etc/passwd`, `File: /etc/passwd`, `/etc/ MODIFY passwd`. */
export function readFileChange(text: string, event: EventDraft): boolean {
  return writeShapes(FILE_CHANGES, text, event, { category: "file_event", outcome: "success" });
}

const CHANGES = { added: "file_created", removed: "file_deleted", changed: "file_changed" } as const;
const NOTICES = { CREATE: "file_created", MODIFY: "file_changed", DELETE: "file_deleted", ATTRIB: "file_changed", MOVED_TO: "file_renamed", CLOSE_WRITE: "file_changed" } as const;

const FILE_CHANGES: readonly Shape[] = [
  [/^(added|removed|changed): (\/.*)$/s, (found) => ({ action: CHANGES[found[1] as "added"], object: found[2]! })],
  [
    /^(\/[^\n]*\/) (CREATE|MODIFY|DELETE|ATTRIB|MOVED_TO|CLOSE_WRITE)(?:,[A-Z_,]+)?(?: (.*))?$/s,
    (found) => ({ action: NOTICES[found[2] as "CREATE"], object: `${found[1]}${found[3] ?? ""}` }),
  ],
];
