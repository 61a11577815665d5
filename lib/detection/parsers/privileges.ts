import type { MessageFields } from "../fields.ts";
import { digitsAt, digitsEnd, type EventDraft } from "./event-draft.ts";
import { type Shape, textField, writeShapes } from "./shapes.ts";

const COMMAND = "COMMAND=";

/** sudo: `mike : TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/usr/sbin/adduser jim`, or why it was denied. */
export function readSudo(message: string, event: EventDraft): boolean {
  let start = 0;
  while (message.charCodeAt(start) === 32) start += 1;
  const userEnd = message.indexOf(" : ", start);
  if (userEnd <= start || message.indexOf(" ", start) !== userEnd) return false;
  const commandAt = commandStart(message, userEnd + 3);
  const end = commandAt === -1 ? message.length : commandAt;
  const parts: Parts = { denial: "", tty: "", directory: "", targetUser: "", targetGroup: "", settings: commandAt === -1 ? 0 : 1 };
  // No ";" stands between what is denied and the settings of a line without a command.
  for (let at = userEnd + 3; at < end; ) {
    let next = message.indexOf(" ;", at);
    if (next === -1 || next > end) next = end;
    takePart(parts, message.slice(at, next).trim());
    at = next + 2;
  }
  if (parts.settings === 0) return false;
  writeSudo(event, parts, message.slice(start, userEnd), commandAt === -1 ? "" : message.slice(commandAt + COMMAND.length));
  return true;
}

/**
 * Whether `readSudo` reads a message of a line as one whose command begins at `commandAt`, known to be behind the line's
 * first `; COMMAND=`, however letters are written. Messages that PAM wrote are read otherwise.
 */
export function isSudoCommand(line: string, messageStart: number, commandAt: number): boolean {
  let start = messageStart;
  while (line.charCodeAt(start) === 32) start += 1;
  const userEnd = line.indexOf(" ", start);
  return userEnd > start && userEnd < commandAt && line.startsWith(" : ", userEnd) && !line.startsWith("pam_", messageStart) && !line.startsWith("(pam_", messageStart);
}

type Parts = { denial: string; tty: string; directory: string; targetUser: string; targetGroup: string; settings: number };

/** What follows COMMAND= is the user's, semicolons and further `COMMAND=` included: the first one counts. */
function commandStart(message: string, from: number): number {
  if (message.startsWith(COMMAND, from)) return from;
  const at = message.indexOf(`; ${COMMAND}`, from);
  return at === -1 ? -1 : at + 2;
}

function takePart(parts: Parts, part: string): void {
  const equals = part.indexOf("=");
  if (equals < 1 || !/^[A-Z]+$/.test(part.slice(0, equals))) {
    if (part !== "" && parts.denial === "") parts.denial = part;
    return;
  }
  parts.settings += 1;
  const value = part.slice(equals + 1);
  if (part.startsWith("TTY=")) parts.tty = value;
  else if (part.startsWith("PWD=")) parts.directory = value;
  else if (part.startsWith("USER=")) parts.targetUser = value;
  else if (part.startsWith("GROUP=")) parts.targetGroup = value;
}

function writeSudo(event: EventDraft, parts: Parts, user: string, command: string): void {
  event.category = "process_creation";
  event.action = parts.denial === "" ? "command_run" : "command_denied";
  event.outcome = parts.denial === "" ? "success" : "failure";
  event.user = user;
  if (parts.denial !== "") {
    event.detail = parts.denial;
    const count = digitsEnd(parts.denial, 0);
    if (count > 0 && parts.denial.startsWith(" incorrect password attempt", count)) event.repeatCount = digitsAt(parts.denial, 0, count);
  }
  if (parts.tty !== "") event.tty = parts.tty;
  if (parts.directory !== "") event.workingDirectory = parts.directory;
  if (parts.targetUser !== "") event.targetUser = parts.targetUser;
  if (parts.targetGroup !== "") event.targetGroup = parts.targetGroup;
  if (command === "") return;
  event.command = command;
  event.CommandLine = command;
  const space = command.indexOf(" ");
  event.Image = space === -1 ? command : command.slice(0, space);
}

/** su of shadow, util-linux and the BSDs. PAM's own lines of su are read by pam.ts. */
export function readSu(message: string, event: EventDraft): boolean {
  return writeShapes(SU, message, event, { category: "authentication" });
}

const switched = (user: string | undefined, targetUser: string, tty?: string): MessageFields => ({
  action: "privilege_switched",
  outcome: "success",
  ...textField("user", user),
  targetUser,
  ...textField("tty", tty),
});
const refused = (user: string | undefined, targetUser: string, tty?: string): MessageFields => ({
  ...switched(user, targetUser, tty),
  action: "privilege_switch_failed",
  outcome: "failure",
});

const SU: readonly Shape[] = [
  [/^FAILED SU \(to (\S+)\) (\S+) on (\S+)/s, (found) => refused(found[2], found[1]!, found[3])],
  [/^\(to (\S+)\) (\S+) on (\S+)/s, (found) => switched(found[2], found[1]!, found[3])],
  [/^FAILED su for (\S+) by (\S+)/s, (found) => refused(found[2], found[1]!)],
  [/^Successful su for (\S+) by (\S+)/s, (found) => switched(found[2], found[1]!)],
  [/^'su (\S+)' (succeeded|failed) for (\S+)(?: on (\S+))?/s, (found) => (found[2] === "failed" ? refused : switched)(found[3], found[1]!, found[4])],
  [/^BAD SU (\S+) to (\S+)(?: on (\S+))?/s, (found) => refused(found[1], found[2]!, found[3])],
  [/^([+-]) (\S+) ([^\s:]+)[:-](\S+)$/s, (found) => (found[1] === "-" ? refused : switched)(found[3], found[4]!, found[2])],
];

/** login and getty: sign-ins at a console. */
export function readLogin(message: string, event: EventDraft): boolean {
  return writeShapes(LOGIN, message, event, { category: "authentication" });
}

const LOGIN: readonly Shape[] = [
  [
    /^ROOT LOGIN ON (\S+)/s,
    (found) => ({ action: "authentication_succeeded", outcome: "success", user: "root", tty: found[1]! }),
  ],
  [
    /^(?:DIALUP|LOGIN) ON (\S+) BY (\S+)/s,
    (found) => ({ action: "authentication_succeeded", outcome: "success", user: found[2]!, tty: found[1]! }),
  ],
  [
    /^FAILED LOGIN (?:SESSION FROM|\(?\d+\)?,? (?:FROM|on)) (.+?) FOR '?([^',]*)'?(?:, (.*))?$/s,
    (found) => ({ action: "authentication_failed", outcome: "failure", ...textField("user", found[2]), tty: found[1]!, ...textField("detail", found[3]) }),
  ],
];
