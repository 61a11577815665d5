import type { MessageFields } from "../fields.ts";
import { digitsAt, digitsEnd, type EventDraft, sourceFields } from "./event-draft.ts";
import { numberField, readPairs, type Shape, textField, writeFields, writeShapes } from "./shapes.ts";

const MODERN = /^(pam_\w+)\(([\w./@+-]+)(?::(\w+))?\): /;
/** `(pam_unix) authentication failure; ...` and `pam_unix: ...`, without a service. */
const BARE = /^(?:\((pam_\w+)\)|(pam_\w+):) /;
const PAM_TYPES = new Set(["auth", "account", "session", "password", "chauthtok", "setcred"]);
const OLDER = /^([\w./@+-]+)\((pam_\w+)\)$/;
const MORE = /^PAM \d+ more authentication failures?; /;

/**
 * PAM modules, in both shapes: `sshd(pam_unix)[123]: authentication failure; ...` (the module in the tag) and
 * `sshd[123]: pam_unix(sshd:auth): authentication failure; ...` (the module in the message).
 */
export function readPam(program: string, message: string, event: EventDraft): boolean {
  if (message.startsWith("pam_")) {
    const found = MODERN.exec(message);
    if (found === null) return readBare(program, message, event);
    const typeAlone = found[3] === undefined && PAM_TYPES.has(found[2]!);
    writePam(event, found[1]!, typeAlone ? program : found[2]!, message.slice(found[0].length));
    if (typeAlone || found[3] !== undefined) event.pamType = found[3] ?? found[2]!;
    return true;
  }
  if (message.startsWith("(pam_")) return readBare(program, message, event);
  if (program.charCodeAt(program.length - 1) === 41) {
    const found = OLDER.exec(program);
    if (found === null) return false;
    writePam(event, found[2]!, found[1]!, message);
    return true;
  }
  if (!message.startsWith("PAM ") || !MORE.test(message)) return false;
  // sshd reports these for its own PAM conversation; the attempts are the `message repeated` line's, not further ones.
  event.category = "authentication";
  event.format = "pam";
  writeFields(event, origin(message));
  event.pamService = program;
  event.detail = "PAM summary";
  return true;
}

function readBare(program: string, message: string, event: EventDraft): boolean {
  const found = BARE.exec(message);
  if (found === null || message.startsWith("couldn't", found[0].length)) return false;
  writePam(event, (found[1] ?? found[2])!, program, message.slice(found[0].length));
  return true;
}

function writePam(event: EventDraft, pamModule: string, pamService: string, text: string): void {
  event.category = "authentication";
  event.format = "pam";
  event.pamModule = pamModule;
  event.pamService = pamService;
  if (readSession(text, event)) return;
  writeShapes(SHAPES, text, event);
  if (event.action !== "authentication_failed" || (pamService !== "su" && pamService !== "su-l")) return;
  // su authenticates as the target: `user` is whose password was asked for, `ruser` or `logname` is who asked.
  const pairs = readPairs(text);
  const asked = pairs.get("ruser") || pairs.get("logname");
  if (event.user !== undefined) event.targetUser = event.user;
  if (asked) event.user = asked;
  else delete event.user;
}

/** `session opened for user NAME[(uid=N)] by [NAME](uid=N)` and `session closed for user NAME`: by hand, for every sign-in writes them. */
function readSession(text: string, event: EventDraft): boolean {
  const opened = text.startsWith("session opened for user ");
  if (!opened && !text.startsWith("session closed for user ")) return false;
  const userEnd = nameEnd(text, 24);
  if (userEnd === 24) return false;
  event.action = opened ? "session_opened" : "session_closed";
  event.outcome = "success";
  event.targetUser = text.slice(24, userEnd);
  const targetUid = uidAt(text, userEnd);
  if (targetUid.uid !== -1) event.targetUid = targetUid.uid;
  if (!text.startsWith(" by ", targetUid.end)) return true;
  const start = targetUid.end + 4;
  const byEnd = nameEnd(text, start);
  if (byEnd > start) event.user = text.slice(start, byEnd);
  const { uid } = uidAt(text, byEnd);
  if (uid !== -1) event.uid = uid;
  return true;
}

/** Names end at a space or at the `(uid=` that PAM writes behind them. */
function nameEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 32 && text.charCodeAt(at) !== 40) at += 1;
  return at;
}

function uidAt(text: string, at: number): { uid: number; end: number } {
  if (!text.startsWith("(uid=", at)) return { uid: -1, end: at };
  const end = digitsEnd(text, at + 5);
  return text.charCodeAt(end) === 41 ? { uid: digitsAt(text, at + 5, end), end: end + 1 } : { uid: -1, end: at };
}

/**
 * `logname= uid=0 euid=0 tty=ssh ruser= rhost=HOST  user=NAME`. Both names are the caller's, and may hold ` rhost=1.2.3.4`:
 * the host is the last `rhost` before the user, the user everything behind.
 */
function origin(text: string): MessageFields {
  const userAt = text.indexOf(" user=");
  const head = userAt === -1 ? text : text.slice(0, userAt);
  const user = userAt === -1 ? "" : text.slice(userAt + 6).trim();
  const rhostAt = head.lastIndexOf(" rhost=");
  const ruserAt = head.indexOf(" ruser=");
  const ruser = ruserAt === -1 ? "" : head.slice(ruserAt + 7, rhostAt > ruserAt ? rhostAt : head.length).trim();
  const rhost = rhostAt === -1 ? "" : head.slice(rhostAt + 7).trim().split(" ", 1)[0];
  return { ...textField("user", user || ruser), ...sourceFields(rhost), ...textField("tty", readPairs(head).get("tty")) };
}

const failed = (text: string): MessageFields => ({ action: "authentication_failed", outcome: "failure", ...origin(text) });

const SHAPES: readonly Shape[] = [
  [/^authentication failure; (.*)$/s, (found) => failed(found[1]!)],
  [/^(\d+) more authentication failures?; (.*)$/s, (found) => ({ ...failed(found[2]!), ...(Number(found[1]) > 1 ? { repeatCount: Number(found[1]) } : {}) })],
  // Comes before the `authentication failure` line of the same attempt.
  [/^check pass; user unknown$/s, () => ({ userUnknown: true, detail: "user unknown" })],
  [/^password changed for (\S+)$/s, (found) => ({ category: "account", action: "password_changed", outcome: "success", targetUser: found[1]! })],
  [
    /^(?:user|account) (\S+) (?:\((\d+)\) tally .*|has expired.*|.*locked.*)$/s,
    (found) => ({ action: "authentication_limit_exceeded", outcome: "failure", user: found[1]!, ...numberField("uid", found[2]) }),
  ],
  [
    /^Consecutive login failures for user (\S+) account temporarily locked/s,
    (found) => ({ action: "authentication_limit_exceeded", outcome: "failure", user: found[1]! }),
  ],
  [
    /^access denied for user [`']?([^\s`']+)'? from [`']?([^\s`']+)'?/s,
    (found) => ({ action: "user_not_allowed", outcome: "failure", user: found[1]!, ...sourceFields(found[2]) }),
  ],
  [/^(?:conversation failed|auth could not identify password for \[(.*)\])$/s, (found) => ({ outcome: "failure", detail: "no password was given", ...textField("user", found[1]) })],
];

/** gkr-pam and its like name no service in brackets; they stand among the account tools' messages. */
export const OTHER_PAM: Shape = [
  /^(?:gkr-pam|pam_\w+): couldn't update the login keyring password: (.*)$/s,
  (found) => ({ action: "password_change_failed", outcome: "failure", detail: `login keyring: ${found[1]}` }),
];

