import { type MessageFields, numberField, sourceFields } from "../fields.ts";
import { readPairs, readShapes, type Shape, textField } from "./shapes.ts";

/**
 * PAM modules, in both shapes: `sshd(pam_unix)[123]: authentication failure; ...` (the module in the tag) and
 * `sshd[123]: pam_unix(sshd:auth): authentication failure; ...` (the module in the message).
 */
export function parsePam(program: string, message: string): MessageFields | null {
  if (!message.startsWith("pam_") && !message.startsWith("PAM ") && !program.endsWith(")")) return null;
  const modern = /^(pam_\w+)\(([\w./@-]+)(?::(\w+))?\): (.*)$/s.exec(message);
  if (modern) {
    return pamFields(modern[1]!, modern[2]!, modern[4]!, textField("pamType", modern[3]));
  }
  const older = /^([\w./@-]+)\((pam_\w+)\)$/.exec(program);
  if (older) return pamFields(older[2]!, older[1]!, message, {});
  const more = /^PAM (\d+ more authentication failures?; .*)$/s.exec(message);
  // sshd reports these for its own PAM conversation; the attempts are the `message repeated` line's, not further ones.
  if (more) return { ...origin(readPairs(more[1]!)), pamService: program, detail: "PAM summary", format: "pam", category: "authentication" };
  return null;
}

function pamFields(pamModule: string, pamService: string, text: string, more: MessageFields): MessageFields {
  const fields: MessageFields = { category: "authentication", ...readShapes(SHAPES, text), pamModule, pamService, ...more, format: "pam" };
  // su authenticates as the target: `user` is whose password was asked for, `ruser` or `logname` is who asked.
  if (!/^su(-l)?$/.test(pamService) || fields.action !== "authentication_failed") return fields;
  const { user, ...rest } = fields;
  const pairs = readPairs(text);
  return { ...rest, ...textField("targetUser", user), ...textField("user", pairs.get("ruser") || pairs.get("logname")) };
}

function origin(pairs: Map<string, string>): MessageFields {
  return {
    ...textField("user", pairs.get("user") || pairs.get("ruser")),
    ...sourceFields(pairs.get("rhost")),
    ...textField("tty", pairs.get("tty")),
  };
}

function repeated(count: string): MessageFields {
  return Number(count) > 1 ? { repeatCount: Number(count) } : {};
}

const SHAPES: readonly Shape[] = [
  [
    /^authentication failure; (.*)$/s,
    (found) => ({ action: "authentication_failed", outcome: "failure", ...origin(readPairs(found[1]!)) }),
  ],
  [
    /^(\d+) more authentication failures?; (.*)$/s,
    (found) => ({ action: "authentication_failed", outcome: "failure", ...repeated(found[1]!), ...origin(readPairs(found[2]!)) }),
  ],
  // Comes before the `authentication failure` line of the same attempt.
  [/^check pass; user unknown$/s, () => ({ userUnknown: true, detail: "user unknown" })],
  [
    /^session (opened|closed) for user ([^\s(]+)(?:\(uid=(\d+)\))?(?: by ([^\s(]*)(?:\(uid=(\d+)\))?)?/s,
    (found) => ({
      action: found[1] === "opened" ? "session_opened" : "session_closed",
      outcome: "success",
      targetUser: found[2]!,
      ...numberField("targetUid", found[3]),
      ...textField("user", found[4]),
      ...numberField("uid", found[5]),
    }),
  ],
  [
    /^password changed for (\S+)$/s,
    (found) => ({ category: "account", action: "password_changed", outcome: "success", targetUser: found[1]! }),
  ],
  [
    /^(?:user|account) (\S+) (?:\((\d+)\) tally .*|has expired.*|.*locked.*)$/s,
    (found) => ({ action: "authentication_limit_exceeded", outcome: "failure", user: found[1]!, ...numberField("uid", found[2]) }),
  ],
];
