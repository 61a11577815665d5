import type { MessageFields } from "../fields.ts";
import type { EventDraft } from "./event-draft.ts";
import { OTHER_PAM } from "./pam.ts";
import { numberField, readPairs, type Shape, textField, writeShapes } from "./shapes.ts";

/** The account tools of shadow and Debian: useradd, adduser, usermod, userdel, group*, gpasswd, passwd, chfn, chsh, chage. */
export function readAccountTool(message: string, event: EventDraft): boolean {
  return writeShapes(SHAPES, message, event, { category: "account" });
}

function account(text: string): MessageFields {
  const pairs = readPairs(text);
  return {
    ...textField("targetUser", pairs.get("name")),
    ...numberField("targetUid", pairs.get("UID") ?? pairs.get("uid")),
    ...numberField("targetGid", pairs.get("GID") ?? pairs.get("gid")),
    ...textField("homeDirectory", pairs.get("home")),
    ...textField("shell", pairs.get("shell")),
  };
}

function group(text: string): MessageFields {
  const pairs = readPairs(text);
  return { ...textField("targetGroup", pairs.get("name")), ...numberField("targetGid", pairs.get("GID") ?? pairs.get("gid")) };
}

const success = { outcome: "success" } as const;

const SHAPES: readonly Shape[] = [
  [/^new user: (.*)$/s, (found) => ({ action: "user_created", ...success, ...account(found[1]!) })],
  [/^new group: (.*)$/s, (found) => ({ action: "group_created", ...success, ...group(found[1]!) })],
  [/^group added to (\S+): (.*)$/s, (found) => ({ action: "group_changed", ...success, ...group(found[2]!), detail: `added to ${found[1]}` })],
  [
    // gpasswd says it from the other side than usermod and useradd.
    /^user '?([^\s']+)'? added by '?([^\s']+)'? to group '?([^\s']+)'?/s,
    (found) => ({ action: "group_member_added", ...success, targetUser: found[1]!, user: found[2]!, targetGroup: found[3]! }),
  ],
  [
    /^add(?:ed)? '?([^\s']+)'? to (?:shadow )?group '?([^\s']+)'?/s,
    (found) => ({ action: "group_member_added", ...success, targetUser: found[1]!, targetGroup: found[2]! }),
  ],
  [
    /^(?:delete|remove)d? '?([^\s']+)'? from (?:shadow )?group '?([^\s']+)'?/s,
    (found) => ({ action: "group_member_removed", ...success, targetUser: found[1]!, targetGroup: found[2]! }),
  ],
  [/^(?:delete|remove)d? user '?([^\s']+)'?/s, (found) => ({ action: "user_removed", ...success, targetUser: found[1]! })],
  [/^(?:delete|remove)d? (?:shadow )?group '?([^\s']+?)'?(?: owned by .*| from .*)?$/s, (found) => ({ action: "group_removed", ...success, targetGroup: found[1]! })],
  [/^group '?([^\s']+)'? removed(?: from .*)?$/s, (found) => ({ action: "group_removed", ...success, targetGroup: found[1]! })],
  [/^changed user '?([^\s']+)'? information/s, (found) => ({ action: "user_information_changed", ...success, targetUser: found[1]! })],
  [/^changed user '?([^\s']+)'? shell to '?([^\s']+)'?/s, (found) => ({ action: "user_changed", ...success, targetUser: found[1]!, shell: found[2]! })],
  [/^change user '?([^\s']+)'? (.*)$/s, (found) => userChange(found[1]!, found[2]!)],
  [/^(?:lock|unlock) user '?([^\s']+)'? password/s, (found) => ({ action: "user_changed", ...success, targetUser: found[1]!, detail: found[0] })],
  [/^password for '?([^\s']+?)'? changed by '?([^\s']+?)'?$/s, (found) => ({ action: "password_changed", ...success, targetUser: found[1]!, user: found[2]! })],
  [/^password changed for '?([^\s']+)'?/s, (found) => ({ action: "password_changed", ...success, targetUser: found[1]! })],
  [
    /^failed adding user '?([^\s']+?)'?, (.*)$/s,
    (found) => ({ action: "account_change_failed", outcome: "failure", targetUser: found[1]!, detail: found[2]! }),
  ],
  OTHER_PAM,
];

function userChange(targetUser: string, change: string): MessageFields {
  const uid = /^UID from '?\d+'? to '?(\d+)'?/.exec(change);
  const gid = /^GID from '?\d+'? to '?(\d+)'?/.exec(change);
  const action = change.startsWith("password") ? "password_changed" : "user_changed";
  return { action, ...success, targetUser, detail: change, ...numberField("targetUid", uid?.[1]), ...numberField("targetGid", gid?.[1]) };
}
