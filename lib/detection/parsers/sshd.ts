import type { MessageFields } from "../fields.ts";
import { digitsAt, digitsEnd, type EventDraft, setSource, skipSpaces, sourceFields, wordEnd } from "./event-draft.ts";
import { numberField, readShapes, type Shape, textField, writeFields } from "./shapes.ts";

/**
 * OpenSSH's daemon, from 3.x (`illegal user`) to 9.8 and later (`sshd-session`). Attackers choose the user name, and may
 * write ` from 1.2.3.4 port 5 ssh2` into it: readers take the LAST `from`, which only sshd can have written.
 */
export function readSshd(message: string, event: EventDraft): boolean {
  const text = bareMessage(message);
  if (readVerdict(text, event) || readEnding(text, event)) return true;
  const fields = readShapes(SHAPES, text);
  if (fields === null) return false;
  event.category = "authentication";
  writeFields(event, fields);
  return true;
}

/** Without Solaris' message id and the level that some builds write. */
function bareMessage(message: string): string {
  const plain = message.startsWith("[ID ") ? message.replace(/^\[ID \d+ [\w.]+\] /, "") : message;
  const first = plain.charCodeAt(0);
  return first === 101 || first === 102 || first === 100 ? plain.replace(/^(?:error|fatal|debug\d): /, "") : plain;
}

/** `Accepted|Failed METHOD for [invalid user ]NAME from HOST port N ssh2`: most of what sshd writes, by hand. */
function readVerdict(text: string, event: EventDraft): boolean {
  const first = text.charCodeAt(0);
  if (first !== 65 && first !== 70) return false;
  const accepted = first === 65;
  if (!text.startsWith(accepted ? "Accepted " : "Failed ")) return false;
  const methodStart = accepted ? 9 : 7;
  const methodEnd = wordEnd(text, methodStart);
  if (!text.startsWith(" for ", methodEnd) || text.charCodeAt(methodEnd - 1) === 96) return false;
  const from = text.lastIndexOf(" from ");
  let userStart = methodEnd + 5;
  const hostEnd = wordEnd(text, from + 6);
  if (from < userStart || !text.startsWith(" port ", hostEnd)) return false;
  const portEnd = digitsEnd(text, hostEnd + 6);
  const port = digitsAt(text, hostEnd + 6, portEnd);
  if (port < 0 || (portEnd < text.length && !text.startsWith(" ssh2", portEnd)) || (portEnd + 5 < text.length && text.charCodeAt(portEnd + 5) !== 58)) return false;
  const method = text.slice(methodStart, methodEnd);
  event.category = "authentication";
  if (accepted) {
    event.action = "authentication_succeeded";
    event.outcome = "success";
  } else {
    // `Failed none` is the probe that every client sends first: no credential was tried.
    if (method === "none") event.detail = "probe without credentials";
    else event.action = "authentication_failed";
    event.outcome = "failure";
  }
  event.authMethod = method;
  if (text.startsWith("invalid user ", userStart) || text.startsWith("illegal user ", userStart)) {
    userStart += 13;
    event.userUnknown = true;
  }
  if (from > userStart) event.user = text.slice(userStart, from);
  setSource(event, text.slice(from + 6, hostEnd));
  event.sourcePort = port;
  return true;
}

/** `Invalid user NAME from HOST port N`, `Connection closed by HOST port N [preauth]`, `Disconnected from HOST port N`: by hand. */
function readEnding(text: string, event: EventDraft): boolean {
  const first = text.charCodeAt(0);
  if (first === 73) return text.startsWith("Invalid user ") && readInvalidUser(text, event);
  if (first === 82) return text.startsWith("Received disconnect from ") && readDisconnect(text, event);
  const start = first === 67 ? (text.startsWith("Connection closed by ") ? 21 : text.startsWith("Connection reset by ") ? 20 : 0) : first === 68 && text.startsWith("Disconnected from ") ? 18 : 0;
  if (start === 0) return false;
  const hostEnd = wordEnd(text, start);
  if (!text.startsWith(" port ", hostEnd)) return false;
  const portEnd = digitsEnd(text, hostEnd + 6);
  const port = digitsAt(text, hostEnd + 6, portEnd);
  if (port < 0 || (portEnd < text.length && text.slice(portEnd) !== " [preauth]")) return false;
  event.category = "authentication";
  event.action = "connection_closed";
  event.detail = start === 21 ? "connection closed" : start === 20 ? "connection reset" : "disconnected";
  setSource(event, text.slice(start, hostEnd));
  event.sourcePort = port;
  return true;
}

function readInvalidUser(text: string, event: EventDraft): boolean {
  const from = text.lastIndexOf(" from ");
  if (from < 12) return false;
  const hostEnd = wordEnd(text, from + 6);
  let port = -1;
  if (hostEnd < text.length) {
    if (!text.startsWith(" port ", hostEnd)) return false;
    port = digitsAt(text, hostEnd + 6, text.length);
    if (port < 0) return false;
  }
  const host = text.slice(from + 6, hostEnd);
  if (host === "" || host === "port") return false;
  event.category = "authentication";
  event.action = "invalid_user";
  event.outcome = "failure";
  event.userUnknown = true;
  if (from > 13) event.user = text.slice(13, from);
  setSource(event, host);
  if (port >= 0) event.sourcePort = port;
  return true;
}

/** `Received disconnect from HOST port N:CODE: REASON [preauth]`, and the older form without a port. */
function readDisconnect(text: string, event: EventDraft): boolean {
  let at = 25;
  while (at < text.length && text.charCodeAt(at) !== 32) at += 1;
  const host = text.slice(25, text.charCodeAt(at - 1) === 58 ? at - 1 : at);
  let port = -1;
  if (text.startsWith(" port ", at)) {
    const end = digitsEnd(text, at + 6);
    port = digitsAt(text, at + 6, end);
    if (port < 0 || text.charCodeAt(end) !== 58) return false;
    at = end;
  }
  const codeStart = skipSpaces(text, at + 1);
  const codeEnd = digitsEnd(text, codeStart);
  if (host === "" || host === "port" || codeEnd === codeStart || !text.startsWith(": ", codeEnd)) return false;
  const reason = text.slice(codeEnd + 2, text.endsWith(" [preauth]") ? text.length - 10 : text.length);
  event.category = "authentication";
  event.action = "connection_closed";
  if (reason.includes("Auth fail")) event.outcome = "failure";
  setSource(event, host);
  if (port >= 0) event.sourcePort = port;
  if (reason !== "") event.detail = reason;
  return true;
}

// Hosts may be missing (`from port 58244`, `from port37632`), lines cut (`port 55263 ss`).
const FROM = "from(?: (?!port)(\\S+))?(?: port ?(\\d+))?";
const pattern = (source: string) => new RegExp(source.replaceAll("FROM", FROM), "s");

function origin(host: string | undefined, port: string | undefined): MessageFields {
  return { ...sourceFields(host), ...numberField("sourcePort", port) };
}

function who(unknown: string | undefined, user: string | undefined): MessageFields {
  return { ...(unknown ? { userUnknown: true } : {}), ...textField("user", user) };
}

const failure = { outcome: "failure" } as const;

const AUTHENTICATION: readonly Shape[] = [
  [
    pattern("^`?(Accepted|Failed|Postponed|Partial) ([\\w/-]+)`? for ((?:invalid|illegal) user )?(.*) from(?: (?!port)(\\S+))? port ?(\\d+)(?: ss(?:h\\d?)?)?(?: \\[preauth\\])?(: .*)?$"),
    (found) => ({ ...verdict(found[1]!, found[2]!), ...who(found[3], found[4]), ...origin(found[5], found[6]) }),
  ],
  [
    pattern("^`?(Accepted|Failed) ([\\w/-]+)`? for ((?:invalid|illegal) user )?(.*) FROM(?: ss(?:h\\d?)?)?$"),
    (found) => ({ ...verdict(found[1]!, found[2]!), ...who(found[3], found[4]), ...origin(found[5], found[6]) }),
  ],
  [
    pattern("^(?:Invalid|Illegal) user (.*) FROM\\s*$"),
    (found) => ({ action: "invalid_user", ...failure, userUnknown: true, ...textField("user", found[1]), ...origin(found[2], found[3]) }),
  ],
  [
    pattern("^PAM: (.+) for ((?:illegal|invalid) user )?(\\S*) FROM(?: via \\S+)?\\s*$"),
    (found) => ({
      action: "authentication_failed",
      ...failure,
      authMethod: "keyboard-interactive/pam",
      detail: found[1]!,
      ...who(found[2], found[3]),
      ...origin(found[4], found[5]),
    }),
  ],
  [
    pattern("^maximum authentication attempts exceeded for ((?:invalid|illegal) user )?(.*) FROM(?: ssh\\d)?(?: \\[preauth\\])?$"),
    (found) => ({ action: "authentication_limit_exceeded", ...failure, ...who(found[1], found[2]), ...origin(found[3], found[4]) }),
  ],
  [
    /^Disconnecting(?: (authenticating|invalid) user (.*) (\S+) port (\d+))?: Too many authentication failures(?: for (\S+))?/s,
    (found) => ({
      action: "authentication_limit_exceeded",
      ...failure,
      ...who(found[1] === "invalid" ? found[1] : undefined, found[2] ?? found[5]),
      ...origin(found[3], found[4]),
    }),
  ],
  [/^(PAM service\(\S+\) ignoring max retries; .*)$/s, (found) => ({ action: "authentication_limit_exceeded", ...failure, detail: found[1]! })],
  [
    /^input_userauth_request: (?:invalid|illegal) user (.*?)(?: \[preauth\])?$/s,
    // Repeats the `Invalid user` line before it: a detail of the same attempt, so not an attempt of its own.
    (found) => ({ userUnknown: true, ...textField("user", found[1]), detail: "input_userauth_request" }),
  ],
];

/** `Failed none` is the probe that every client sends first: no credential was tried. */
function verdict(word: string, method: string): MessageFields {
  if (word === "Accepted") return { action: "authentication_succeeded", outcome: "success", authMethod: method };
  if (word !== "Failed") return { authMethod: method, detail: word.toLowerCase() };
  if (method === "none") return { ...failure, authMethod: method, detail: "probe without credentials" };
  return { action: "authentication_failed", ...failure, authMethod: method };
}

const REFUSALS: readonly Shape[] = [
  [
    pattern("^User (.*?)(?: FROM)? not allowed because (.*)$"),
    (found) => ({ action: "user_not_allowed", ...failure, ...textField("user", found[1]), ...origin(found[2], found[3]), detail: found[4]! }),
  ],
  [
    /^ROOT LOGIN REFUSED FROM (\S+)(?: port (\d+))?/s,
    (found) => ({ action: "root_login_refused", ...failure, user: "root", ...origin(found[1], found[2]) }),
  ],
  [
    /^reverse mapping checking getaddrinfo for (\S+)(?: \[(\S+)\])? failed/s,
    (found) => ({ action: "break_in_attempt", ...failure, ...sourceFields(found[2] ?? found[1]), detail: `reverse mapping of ${found[1]} failed` }),
  ],
  [
    /^Address (\S+) maps to (\S+), but this does not map back to the address/s,
    (found) => ({ action: "break_in_attempt", ...failure, ...sourceFields(found[1]), detail: `${found[2]} does not map back` }),
  ],
  [
    /^refused connect from (\S+?)(?: \((\S+)\))?$/s,
    (found) => ({ action: "connection_refused", ...failure, ...sourceFields(found[2] ?? found[1]) }),
  ],
  [
    /^(Did not receive identification string|Bad protocol version identification .*|Magic value check failed .*|Unable to negotiate|banner exchange: Connection|Timeout before authentication|ssh_dispatch_run_fatal: Connection) (?:from|for|with|on obfuscated handshake from)(?: connection from)? (\S+?)(?: port (\d+))?(?::? (.*))?$/s,
    (found) => ({ action: "protocol_violation", ...failure, ...origin(found[2]?.replace(/:$/, ""), found[3]), detail: (found[4] || found[1])! }),
  ],
  [
    /^(kex_exchange_identification: .*|Unable to negotiate .*|no matching .* found: .*|Bad packet length .*|Corrupted MAC on input\.?.*)$/s,
    (found) => ({ action: "protocol_violation", ...failure, detail: found[1]! }),
  ],
];

const CONNECTIONS: readonly Shape[] = [
  [
    /^(Connection closed|Connection reset|Disconnected|Disconnecting) (?:by|from) (?:(?:(\w+) )?user (.*) )?(\S+) port (\d+)(?:: (.*?))?(?: \[preauth\])?$/s,
    (found) => ({ ...closed(found[1]!), ...who(found[2] === "invalid" ? "invalid" : undefined, found[3]), ...origin(found[4], found[5]), ...textField("detail", found[6]) }),
  ],
  [
    /^Disconnecting (invalid|authenticating) user (.*) (\S+) port (\d+)(?:: (.*))?$/s,
    (found) => ({ action: "connection_closed", ...who(found[1] === "invalid" ? "invalid" : undefined, found[2]), ...origin(found[3], found[4]), ...textField("detail", found[5]) }),
  ],
  [
    /^(Connection closed|Connection reset|Disconnected) (?:by|from) (\S+?)(?: \[preauth\])?$/s,
    (found) => ({ ...closed(found[1]!), ...sourceFields(found[2]) }),
  ],
  [
    /^Received disconnect from (?:(?!port )(\S+?)(?=:? ))?:? ?(?:port (\d+):)? ?(\d+): (.*?)(?: \[preauth\])?$/s,
    (found) => ({ action: "connection_closed", ...(found[4]!.includes("Auth fail") ? failure : {}), ...origin(found[1], found[2]), ...textField("detail", found[4]) }),
  ],
  [
    /^Connection from (\S+)(?: port (\d+))?/s,
    (found) => ({ action: "connection_opened", ...origin(found[1], found[2]) }),
  ],
  [/^Disconnecting: (bad client public DH value|.*(?:[Pp]rotocol|[Cc]orrupted|[Bb]ad packet).*?)(?: \[preauth\])?$/s, (found) => ({ action: "protocol_violation", ...failure, detail: found[1]! })],
  [/^Read error from remote host (\S+?)(?: port (\d+))?: (.*)$/s, (found) => ({ action: "connection_closed", ...origin(found[1], found[2]), detail: found[3]! })],
  [/^Authentication refused: (.*)$/s, (found) => ({ action: "user_not_allowed", ...failure, detail: found[1]! })],
  [/^Write failed: (.*?)(?: \[preauth\])?$/s, (found) => ({ action: "connection_closed", detail: found[1]! })],
  [/^(?:Server listening on .*)$/s, () => ({ action: "service_started", serviceName: "sshd", category: "service" })],
  [/^Received signal 15; terminating\.?$/s, () => ({ action: "service_stopped", serviceName: "sshd", category: "service" })],
];

function closed(verb: string): MessageFields {
  return { action: "connection_closed", detail: verb.toLowerCase() };
}

/** What the readers by hand leave: rare lines, so each may be held against every shape. */
const SHAPES: readonly Shape[] = [...AUTHENTICATION, ...REFUSALS, ...CONNECTIONS];
