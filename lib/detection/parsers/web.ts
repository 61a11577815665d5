import type { MessageFields } from "../fields.ts";
import { digitsAt, digitsEnd, type EventDraft, setSource, sourceFields, wordEnd } from "./event-draft.ts";
import { closingQuote, numberField, textField, unescaped, writeFields } from "./shapes.ts";
import { parseTimestamp, type TimeReference } from "./timestamp.ts";

const OPEN = 91;
const QUOTE = 34;

/**
 * Common and combined access log, also behind a virtual host and with more columns at the end:
 * `[SITE[:PORT] ]HOST IDENT USER [05/Oct/2026:06:12:41 +0000] "GET /a HTTP/1.1" 200 5120 "REFERRER" "AGENT"`.
 */
export function readAccess(text: string, event: EventDraft, reference: TimeReference): boolean {
  const open = text.indexOf(" [");
  if (open === -1 || open > 512) return false;
  const close = text.indexOf("] \"", open);
  if (close === -1 || close - open > 40) return false;
  const time = parseTimestamp(text.slice(open + 2, close), reference);
  const end = closingQuote(text, close + 3, QUOTE);
  if (time === null || end === -1) return false;
  const status = digitsAt(text, end + 2, end + 5);
  const sizeEnd = wordEnd(text, end + 6);
  const size = text.slice(end + 6, sizeEnd);
  if (status < 100 || text.charCodeAt(end + 1) !== 32 || text.charCodeAt(end + 5) !== 32 || !/^(?:\d{1,15}|-)$/.test(size)) return false;
  if (!writeClient(text.slice(0, open).split(" "), event)) return false;
  event.time = time.time;
  event.timeSource = time.timeSource;
  event.format = "access";
  event.category = "webserver";
  event.action = "request_served";
  event.outcome = status < 400 ? "success" : "failure";
  event.statusCode = status;
  if (size !== "-") event.bytes = Number(size);
  writeRequest(unescaped(text.slice(close + 3, end)), event);
  writeReferrer(text, sizeEnd, event);
  return true;
}

/** Names of one host, ident and user; user names may hold spaces, so what is before and after is counted off. */
function writeClient(words: readonly string[], event: EventDraft): boolean {
  if (words.length < 2) return false;
  // `SITE HOST - USER`: a site stands in front where the second word is an address, or the only other `-`.
  const sited = words.length >= 4 && !/^[-]?$/.test(words[1]!) && (words[2] === "-" || words[1]!.includes(".") || words[1]!.includes(":"));
  const at = sited ? 1 : 0;
  const client = words[at]!.replace(/,$/, "");
  if (!/^[\w.:%-]+$/.test(client) || client === "-") return false;
  if (sited) event.siteHost = words[0]!.replace(/:\d{1,5}$/, "");
  setSource(event, client);
  const user = words.slice(at + 2).join(" ");
  if (user !== "" && user !== "-") event.user = user;
  return true;
}

/** `GET /path?question HTTP/1.1`; what scanners send instead stays whole in `object`. */
function writeRequest(request: string, event: EventDraft): void {
  event.object = request;
  const found = /^([A-Z]{3,16}) (\S+)(?: HTTP\/[\d.]+)?$/.exec(request);
  if (found === null) return;
  event.method = found[1]!;
  event.path = found[2]!.split("?", 1)[0]!;
}

function writeReferrer(text: string, from: number, event: EventDraft): void {
  if (!text.startsWith(' "', from)) return;
  const referrerEnd = closingQuote(text, from + 2, QUOTE);
  if (referrerEnd === -1 || !text.startsWith(' "', referrerEnd + 1)) return;
  const agentEnd = closingQuote(text, referrerEnd + 3, QUOTE);
  const agent = agentEnd === -1 ? "" : unescaped(text.slice(referrerEnd + 3, agentEnd));
  if (agent !== "" && agent !== "-") event.userAgent = agent;
}

/** nginx: `2019/10/04 18:06:23 [error] 29881#0: *319208 connect() failed ..., client: 203.0.113.9, server: ...`, from the bracket on. */
export function readNginxError(text: string, event: EventDraft): boolean {
  const found = /^\[(debug|info|notice|warn|error|crit|alert|emerg)\] (\d+)#(\d+): (?:\*\d+ )?(.*)$/s.exec(text);
  if (found === null) return false;
  event.message = found[4]!;
  event.logLevel = found[1]!;
  writeFields(event, numberField("pid", found[2]), webError("nginx", found[4]!, found[1]!));
  return true;
}

/** Apache: `[time] [module:level] [pid 811:tid 811] (2)No such file: [client 203.0.113.9:1] AH00489: ...`, from the second bracket on. */
export function readApacheError(text: string, event: EventDraft): boolean {
  const level = /^\[(?:(\w*):)?(emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])\] /.exec(text);
  if (level === null) return false;
  let rest = text.slice(level[0].length);
  const pid = /^\[pid (\d+)(?::tid \d+)?\] /.exec(rest);
  if (pid !== null) rest = rest.slice(pid[0].length);
  const errno = /^\((-?\d+)\)([^:]*): /.exec(rest);
  const behind = errno === null ? 0 : errno[0].length;
  const client = /^\[(?:client|remote) (\[[^\]\s]+\](?::\d{1,5})?|[^\]\s]+)\] /.exec(rest.slice(behind));
  if (client !== null) rest = rest.slice(0, behind) + rest.slice(behind + client[0].length);
  event.message = rest;
  event.logLevel = level[2]!;
  writeFields(event, numberField("pid", pid?.[1]), webError("apache", rest, level[2]!), textField("errorCode", errno?.[1]));
  if (client !== null) writeAddress(client[1]!, event);
  return true;
}

/** Address and port are glued by a colon, which IPv6 addresses have too: a port is behind an IPv4 address or a bracket. */
function writeAddress(text: string, event: EventDraft): void {
  const found = /^(\d{1,3}(?:\.\d{1,3}){3}|\[[\da-fA-F:.]+\]|[\w.-]+):(\d{1,5})$/.exec(text);
  const address = found === null ? text : found[1]!.replace(/^\[(.*)\]$/, "$1");
  const many = text.split(":").length > 2 && !text.startsWith("[");
  setSource(event, many ? text : address);
  if (found !== null && !many) event.sourcePort = Number(found[2]);
}

const SEVERE = new Set(["error", "crit", "alert", "emerg"]);

function webError(product: string, text: string, level: string): MessageFields {
  const user = refusedUser(text);
  const client = clientOf(text);
  const request = quotedAfter(text, ", request: ");
  const lifecycle = LIFECYCLE.find(([pattern]) => pattern.test(text))?.[1];
  const denied = /client denied by server configuration|access forbidden by rule|directory index of .* is forbidden|ModSecurity: Access denied|limiting requests|limiting connections|authorization failure for |Authorization of user /.test(text.slice(0, 2048));
  return {
    format: `${product}-error`,
    product,
    service: "error",
    category: "webserver",
    action: user !== null ? "authentication_failed" : denied ? "request_denied" : (lifecycle ?? "error_logged"),
    ...(user !== null || denied || (lifecycle === undefined && SEVERE.has(level)) ? { outcome: "failure" as const } : lifecycle === undefined ? {} : { outcome: "success" as const }),
    ...textField("user", user ?? (denied ? (/^(?:AH\d+: )?(?:user ([^\s:]+): authorization failure|Authorization of user (\S+) to access)/.exec(text) ?? []).slice(1).find((name) => name !== undefined) : undefined)),
    detail: level,
    ...sourceFields(client),
    ...textField("siteHost", quotedAfter(text, ", host: ") ?? after(text, ", server: ")),
    ...textField("object", request),
    ...textField("method", request === undefined ? undefined : /^([A-Z]{3,16}) /.exec(request)?.[1]),
    ...textField("path", request === undefined ? undefined : /^[A-Z]{3,16} ([^\s?]+)/.exec(request)?.[1]),
  };
}

const LIFECYCLE: readonly (readonly [RegExp, MessageFields["action"]])[] = [
  [/^(?:AH\d+: )?\S+ .{0,400}configured -- resuming normal operations|^start worker processes$|^nginx\/[\d.]+$|^workerEnv\.init\(\) ok/, "application_started"],
  [/^(?:AH\d+: )?caught SIG\w+, shutting down|^(?:gracefully shutting down|signal (?:3|15) \(SIG\w+\) received)/, "application_stopped"],
  [/^(?:AH\d+: )?(?:Graceful restart requested|SIGHUP received)|^(?:reconfiguring|signal 1 \(SIGHUP\) received)/, "application_configured"],
];

const REFUSED: readonly RegExp[] = [
  /^user "([^"]*)"(?: was not found in |: password mismatch)/,
  /^(?:Digest: )?user [`'"]?(.*?)['"]?(?: in realm [^\n]{1,200}?)? not found\b/,
  /^(?:Digest: )?user [`'"]?(.*?)['"]?: (?:authentication failure for |password mismatch)/i,
  /^user [`'"]?(.*?)['"]? denied by provider/,
  /^PAM: user '(.*?)' - not authenticated/,
];
const REFUSED_UNNAMED = /^(?:Digest: )?(?:client used wrong authentication scheme|unknown algorithm|invalid qop|received invalid opaque|realm mismatch|no user\/password was provided)/;

/** The name in "user NAME not found" and its kin, "" where there is none; null when this is no refused sign-in. */
function refusedUser(text: string): string | null {
  const start = text.slice(0, 1024).replace(/^(?:\(-?\d+\)[^:]*: )?(?:AH\d+: )?/, "");
  for (const pattern of start.includes("user ") ? REFUSED : []) {
    const found = pattern.exec(start);
    if (found !== null) return found[1]!.trim();
  }
  return REFUSED_UNNAMED.test(start) ? "" : null;
}

/** User names stand before the client and may hold `, client: 1.2.3.4`; what the browser sent as referrer stands behind. */
function clientOf(text: string): string | undefined {
  const referrer = text.lastIndexOf(', referrer: "');
  const head = referrer === -1 ? text : text.slice(0, referrer);
  const at = head.lastIndexOf(", client: ");
  return at === -1 ? undefined : after(head.slice(at), ", client: ");
}

function after(text: string, label: string): string | undefined {
  const at = text.indexOf(label);
  if (at === -1) return undefined;
  const end = text.indexOf(",", at + label.length);
  return text.slice(at + label.length, end === -1 ? text.length : end).trim();
}

function quotedAfter(text: string, label: string): string | undefined {
  const at = text.indexOf(`${label}"`);
  const end = at === -1 ? -1 : closingQuote(text, at + label.length + 1, QUOTE);
  return end === -1 ? undefined : text.slice(at + label.length + 1, end);
}

/** Whether a line begins like one of an access log: with an address or a host name, then a space. */
export function mayBeAccess(text: string): boolean {
  const end = wordEnd(text, 0);
  return end > 0 && end < 256 && text.includes(" [") && digitsEnd(text, 0) !== end && text.charCodeAt(0) !== OPEN;
}
