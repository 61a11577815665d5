import { type MessageFields, numberField, sourceFields } from "../fields.ts";
import { readShapes, type Shape, textField } from "./shapes.ts";

/**
 * OpenSSH's daemon, from 3.x (`illegal user`) to 9.8 and later (`sshd-session`). Attackers choose the user name, and may
 * write ` from 1.2.3.4 port 5 ssh2` into it: patterns take the LAST `from`, which only sshd can have written.
 */
export function parseSshd(message: string): MessageFields | null {
  const plain = message.startsWith("[ID ") ? message.replace(/^\[ID \d+ [\w.]+\] /, "") : message;
  const text = /^[edf]/.test(plain) ? plain.replace(/^(?:error|fatal|debug\d): /, "") : plain;
  const fields = readShapes(AUTHENTICATION, text) ?? readShapes(REFUSALS, text) ?? readShapes(CONNECTIONS, text);
  return fields && { category: "authentication", ...fields };
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
    /^(Connection closed|Connection reset|Disconnected|Disconnecting) (?:by|from) (?:(\w+) user (.*) )?(\S+) port (\d+)(?:: (.*?))?(?: \[preauth\])?$/s,
    (found) => ({ ...closed(found[1]!), ...who(found[2] === "invalid" ? "invalid" : undefined, found[3]), ...origin(found[4], found[5]), ...textField("detail", found[6]) }),
  ],
  [
    /^Disconnecting (invalid|authenticating) user (.*) (\S+) port (\d+): (.*)$/s,
    (found) => ({ action: "connection_closed", ...who(found[1] === "invalid" ? "invalid" : undefined, found[2]), ...origin(found[3], found[4]), detail: found[5]! }),
  ],
  [
    /^(Connection closed|Connection reset|Disconnected) (?:by|from) (\S+?)(?: \[preauth\])?$/s,
    (found) => ({ ...closed(found[1]!), ...sourceFields(found[2]) }),
  ],
  [
    /^Received disconnect from (?:(?!port )(\S+?)(?=:? ))?:? ?(?:port (\d+):)? ?(\d+): (.*?)(?: \[preauth\])?$/s,
    (found) => ({ action: "connection_closed", ...origin(found[1], found[2]), ...textField("detail", found[4]) }),
  ],
  [
    /^Connection from (\S+)(?: port (\d+))?/s,
    (found) => ({ action: "connection_opened", ...origin(found[1], found[2]) }),
  ],
  [/^Write failed: (.*?)(?: \[preauth\])?$/s, (found) => ({ action: "connection_closed", detail: found[1]! })],
  [/^(?:Server listening on .*)$/s, () => ({ action: "service_started", serviceName: "sshd", category: "service" })],
  [/^Received signal 15; terminating\.?$/s, () => ({ action: "service_stopped", serviceName: "sshd", category: "service" })],
];

function closed(verb: string): MessageFields {
  return { action: "connection_closed", detail: verb.toLowerCase() };
}
