import { type MessageFields, numberField } from "../fields.ts";
import { readShapes, type Shape, textField } from "./shapes.ts";

/** sudo: `mike : TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/usr/sbin/adduser jim`, or why it was denied. */
export function parseSudo(message: string): MessageFields | null {
  const found = /^ *(\S+) : (.*?)(?:(?:^|; |: )COMMAND=(.*))?$/s.exec(message);
  if (!found) return null;
  const parts = found[2]!.split(";").map((part) => part.trim());
  const settings = new Map(parts.filter(isSetting).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  const command = found[3];
  if (settings.size === 0 && command === undefined) return null;
  const denial = parts.find((part) => part !== "" && !isSetting(part));
  return {
    category: "process_creation",
    action: denial === undefined ? "command_run" : "command_denied",
    outcome: denial === undefined ? "success" : "failure",
    user: found[1]!,
    ...textField("detail", denial),
    ...numberField("repeatCount", /^(\d+) incorrect password attempts?$/.exec(denial ?? "")?.[1]),
    ...textField("tty", settings.get("TTY")),
    ...textField("workingDirectory", settings.get("PWD")),
    ...textField("targetUser", settings.get("USER")),
    ...textField("targetGroup", settings.get("GROUP")),
    ...textField("command", command),
  };
}

function isSetting(part: string): boolean {
  return /^[A-Z]+=/.test(part);
}

/** su of shadow, util-linux and the BSDs. PAM's own lines of su are read by pam.ts. */
export function parseSu(message: string): MessageFields | null {
  const fields = readShapes(SU, message);
  return fields && { category: "authentication", ...fields };
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
  [/^([+-]) (\S+) (\S+)[:-](\S+)$/s, (found) => (found[1] === "-" ? refused : switched)(found[3], found[4]!, found[2])],
];

/** login and getty: sign-ins at a console. */
export function parseLogin(message: string): MessageFields | null {
  const fields = readShapes(LOGIN, message);
  return fields && { category: "authentication", format: "login", ...fields };
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
