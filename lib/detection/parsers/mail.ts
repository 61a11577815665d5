import type { MessageFields } from "../fields.ts";
import { type EventDraft, sourceFields } from "./event-draft.ts";
import { closingQuote, numberField, readPairs, textField, writeFields } from "./shapes.ts";

/** Queue ids of postfix: old ones in hexadecimal, long ones without vowels; of sendmail: 14 and more letters and digits. */
const QUEUED = /^([0-9A-Za-z]{6,20}): (.*)$/s;

/** Words that stand where a queue id would. */
const LEVELS: ReadonlySet<string> = new Set(["warning", "error", "fatal", "panic", "statistics"]);

const STATES: { readonly [status: string]: Pick<MessageFields, "action" | "outcome"> } = {
  sent: { action: "mail_delivered", outcome: "success" },
  deliverable: { action: "mail_delivered", outcome: "success" },
  deferred: { action: "mail_deferred", outcome: "failure" },
  bounced: { action: "mail_bounced", outcome: "failure" },
  undeliverable: { action: "mail_bounced", outcome: "failure" },
  expired: { action: "mail_bounced", outcome: "failure" },
};

/** postfix: each daemon writes a part of a message's way, joined by the queue id. Headers and attachments are cleanup's. */
export function readPostfix(text: string, event: EventDraft): boolean {
  const found = QUEUED.exec(text);
  const queued = found === null || LEVELS.has(found[1]!) ? null : found;
  const fields = queued === null ? unqueued(text) : postfixFields(queued[2]!);
  if (fields === null) return false;
  writeFields(event, { category: "mail" }, queued !== null && queued[1] !== "NOQUEUE" ? { queueId: queued[1]! } : {}, fields);
  return true;
}

function postfixFields(text: string): MessageFields | null {
  const header = headerFields(text);
  if (header !== null) return header;
  const reject = /^(?:milter-)?reject: (\S+) from ([^\s[]*)\[([^\]]*)\]: (.*)$/s.exec(text);
  if (reject !== null) return { action: "mail_rejected", outcome: "failure", ...sourceFields(address(reject[3]!, reject[2]!)), ...people(text), detail: reject[4]!.split("; from=")[0]! };
  if (text.startsWith("client=")) return { action: "mail_accepted", outcome: "success", ...clientOf(text), ...textField("user", readPairs(text).get("sasl_username")) };
  if (text.startsWith("message-id=")) return { messageId: text.slice(11).replaceAll(/[<>]/g, "") };
  if (text.startsWith("from=<")) return { action: "mail_accepted", outcome: "success", ...people(text), ...numberField("bytes", readPairs(text).get("size")) };
  if (!text.startsWith("to=<")) return text === "removed" ? { detail: "removed" } : null;
  const pairs = readPairs(text);
  const status = pairs.get("status") ?? "";
  return { ...(Object.hasOwn(STATES, status) ? STATES[status] : {}), ...people(text), ...textField("errorCode", pairs.get("dsn")), ...textField("detail", within(text, "(", ")")) };
}

/** What postfix says of a connection that has no message yet. */
function unqueued(text: string): MessageFields | null {
  const connection = /^(connect from|disconnect from|lost connection after \S+ from|timeout after \S+ from|too many errors after \S+ from) ([^\s[]*)\[([^\]]*)\](?::(\d+))?/.exec(text);
  if (connection !== null) return { action: connection[1] === "connect from" ? "connection_opened" : "connection_closed", ...sourceFields(address(connection[3]!, connection[2]!)), ...numberField("sourcePort", connection[4]), ...(connection[1]!.includes("connect from") ? {} : { detail: connection[1]! }) };
  const refused = /^(?:warning: )?([^\s[]*)\[([^\]]*)\](?::\d+)?: SASL (\S+) authentication failed(?:: (.*))?$/s.exec(text);
  if (refused === null) return null;
  const user = /sasl_username=([^\s,]+)/.exec(refused[4] ?? "")?.[1];
  return { category: "authentication", action: "authentication_failed", outcome: "failure", authMethod: refused[3]!, ...textField("user", user), ...sourceFields(address(refused[2]!, refused[1]!)), ...textField("detail", refused[4]) };
}

/**
 * Header checks of cleanup: `warning: header Subject: TEXT from HOST[ADDRESS]; from=<a> to=<b> proto=ESMTP helo=<c>`, with
 * `filename=` in headers of MIME parts. The header is the sender's text, so the last ` from ` is postfix's.
 */
function headerFields(text: string): MessageFields | null {
  const start = /^(?:warning|info|prepend|replace|reject|discard|hold|filter|redirect): (?:mime[_ -])?header ([\w-]+): ?/i.exec(text);
  if (start === null) return null;
  const at = text.lastIndexOf("; from=<");
  const head = at === -1 ? text : text.slice(0, at);
  const from = head.lastIndexOf(" from ");
  const value = head.slice(start[0].length, from < start[0].length ? head.length : from).trim();
  const client = from === -1 ? null : /^ from ([^\s[]*)\[([^\]]*)\]/.exec(head.slice(from));
  const name = start[1]!.toLowerCase();
  const file = name === "content-disposition" || name === "content-type" ? fileName(value) : undefined;
  return {
    action: "mail_described",
    outcome: "success",
    ...(name === "subject" ? { subject: value } : {}),
    ...(file === undefined ? {} : { attachments: [file] }),
    ...(name === "subject" || file !== undefined ? {} : { detail: `${start[1]}: ${value}` }),
    ...(client === null ? {} : sourceFields(address(client[2]!, client[1]!))),
    ...(at === -1 ? {} : people(text.slice(at + 2))),
  };
}

function fileName(value: string): string | undefined {
  const at = value.search(/\b(?:file)?name\*?=/i);
  if (at === -1) return undefined;
  const start = value.indexOf("=", at) + 1;
  if (value.charCodeAt(start) !== 34) return value.slice(start).split(/[;\s]/, 1)[0] || undefined;
  const end = closingQuote(value, start + 1, 34);
  return end === -1 ? undefined : value.slice(start + 1, end) || undefined;
}

/** sendmail: `s9K8x: from=<a>, size=1, nrcpts=1, msgid=<m>, relay=h [address]` and `s9K8x: to=<b>,<c>, stat=Sent (...)`. */
export function readSendmail(text: string, event: EventDraft): boolean {
  const queued = QUEUED.exec(text);
  const fields = queued === null ? null : sendmailFields(queued[2]!);
  if (queued === null || fields === null) return false;
  writeFields(event, { category: "mail", queueId: queued[1]! }, fields);
  return true;
}

function sendmailFields(text: string): MessageFields | null {
  const attack = /^(?:([^\s[]+) )?\[([^\]]+)\](?: \(may be forged\))?: possible SMTP attack: (.*)$/s.exec(text);
  if (attack !== null) return { category: "authentication", action: "protocol_violation", outcome: "failure", ...sourceFields(attack[2]), detail: attack[3]! };
  const refused = /^AUTH failure \(([\w-]+)\): /.exec(text);
  if (refused !== null) {
    const user = /, user=([^,]*)(?=, relay=|$)/.exec(text)?.[1];
    return { category: "authentication", action: "authentication_failed", outcome: "failure", authMethod: refused[1]!, ...textField("user", user), ...sourceFields(lastRelay(text)) };
  }
  const rejected = /\breject=(\d{3} .*)$/s.exec(text.slice(0, 2048));
  if (rejected !== null) return { action: "mail_rejected", outcome: "failure", ...relayOf(text), ...people(text), detail: rejected[1]! };
  const auth = /^AUTH=server, relay=.*?, authid=([^\s,]+)/.exec(text);
  if (auth !== null) return { category: "authentication", action: "authentication_succeeded", outcome: "success", user: auth[1]!, ...relayOf(text) };
  if (text.startsWith("from=")) return { action: "mail_accepted", outcome: "success", ...people(text), ...relayOf(text), ...numberField("bytes", readPairs(text).get("size")), ...textField("messageId", bracketed(text, "msgid=")[0]) };
  if (!text.startsWith("to=")) return null;
  const stat = /\bstat=([A-Za-z]+)(.*)$/s.exec(text);
  const state = stat === null ? {} : stat[1] === "Sent" ? STATES["sent"] : stat[1] === "Deferred" ? STATES["deferred"] : stat[1] === "queued" ? {} : STATES["bounced"];
  return { ...state, ...people(text), ...textField("errorCode", readPairs(text).get("dsn")), ...textField("detail", stat === null ? undefined : `${stat[1]}${stat[2]}`) };
}

/** The name before it is the caller's, and may hold a relay of its own. */
function lastRelay(text: string): string | undefined {
  const at = text.lastIndexOf("relay=");
  return at === -1 ? undefined : /^relay=[^\s,[]* ?\[([^\]]+)\]/.exec(text.slice(at))?.[1];
}

function relayOf(text: string): MessageFields {
  const relay = /\brelay=([^\s,[]*) ?\[([^\]]+)\]/.exec(text);
  return relay === null ? {} : sourceFields(relay[2]);
}

/** Sender and recipients, in angle brackets or bare. */
function people(text: string): MessageFields {
  const sender = bracketed(text, "from=")[0];
  const recipients = bracketed(text, "to=");
  return { ...textField("sender", sender), ...(recipients.length === 0 ? {} : { recipients }) };
}

/** The values of `label<a>,<b>`: at the text's start or behind a space or comma, so that `orig_to=` is not `to=`. */
function bracketed(text: string, label: string): string[] {
  let at = text.startsWith(label) ? 0 : Math.max(text.indexOf(` ${label}`), -1);
  if (at === -1) return [];
  at = text.indexOf(label, at) + label.length;
  const found: string[] = [];
  while (found.length < 100) {
    const end = text.charCodeAt(at) === 60 ? text.indexOf(">", at) : -1;
    const bare = end === -1 ? /^[^\s,<>()]+/.exec(text.slice(at, at + 320))?.[0] : undefined;
    const value = end === -1 ? bare : text.slice(at + 1, end);
    if (value === undefined) break;
    if (value !== "") found.push(value);
    at = end === -1 ? at + value.length : end + 1;
    if (text.charCodeAt(at) !== 44 || text.charCodeAt(at + 1) === 32) break;
    at += 1;
  }
  return found;
}

function address(ip: string, name: string): string | undefined {
  return ip === "" || ip === "unknown" ? (name === "unknown" ? undefined : name) : ip;
}

function clientOf(text: string): MessageFields {
  const found = /^client=([^\s[]*)\[([^\]]*)\]/.exec(text);
  return found === null ? {} : sourceFields(address(found[2]!, found[1]!));
}

function within(text: string, open: string, close: string): string | undefined {
  const at = text.indexOf(open);
  return at === -1 || !text.endsWith(close) ? undefined : text.slice(at + 1, -1);
}

/** Dovecot's sign-ins: `imap-login: Login: user=<a>, method=PLAIN, rip=192.0.2.1, ...`. */
export function readDovecot(text: string, event: EventDraft): boolean {
  const found = /^(?:imap|pop3|submission|managesieve)-login: (Login|Disconnected|Aborted login)\b([^:]*): /.exec(text);
  if (found === null) return false;
  const pairs = readPairs(text.slice(found[0].length));
  const failed = found[1] === "Aborted login" || found[2]!.includes("auth failed");
  const user = pairs.get("user")?.replaceAll(/[<>]/g, "");
  writeFields(event, {
    category: "authentication",
    action: failed ? "authentication_failed" : found[1] === "Login" ? "authentication_succeeded" : "connection_closed",
    ...(failed ? { outcome: "failure" as const } : found[1] === "Login" ? { outcome: "success" as const } : {}),
    ...textField("user", user),
    ...textField("authMethod", pairs.get("method")),
    ...sourceFields(pairs.get("rip")),
    ...textField("sessionId", pairs.get("session")?.replaceAll(/[<>]/g, "")),
  } satisfies MessageFields);
  return true;
}
