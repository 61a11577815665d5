import type { MessageFields } from "../fields.ts";
import { type EventDraft, sourceFields } from "./event-draft.ts";
import { type Shape, textField, writeShapes } from "./shapes.ts";

/**
 * Application logs behind a long date, as code hosts write them for people: `User "NAME" (MAIL) was created`,
 * `NAME created a new project "GROUP / PROJECT"`, `Project "NAME" was removed`. Addresses may be lost, brackets open.
 */
export function readApplication(text: string, event: EventDraft): boolean {
  return writeShapes(SHAPES, text, event, { format: "application", category: "application" });
}

const OBJECTS = { Project: "project", Group: "group", "Access token": "token", "Personal access token": "token", "Deploy key": "key", "SSH key": "key", Key: "key" } as const;

function removedOr(verb: string): boolean {
  return verb === "removed" || verb === "deleted" || verb === "destroyed" || verb === "revoked";
}

function objectFields(kind: string, name: string, verb: string): MessageFields {
  const gone = removedOr(verb);
  if (kind === "Group") return { action: gone ? "group_removed" : verb === "created" ? "group_created" : "group_changed", outcome: "success", targetGroup: name };
  if (kind === "Project") return gone || verb === "created" ? { action: gone ? "project_removed" : "project_created", outcome: "success", object: name } : { action: "application_configured", outcome: "success", object: name };
  return { action: gone ? "privilege_revoked" : "privilege_granted", outcome: "success", object: name, detail: OBJECTS[kind as keyof typeof OBJECTS] };
}

const VERB = "(created|added|removed|deleted|destroyed|blocked|unblocked|changed|updated|renamed|revoked)";

const SHAPES: readonly Shape[] = [
  [
    new RegExp(`^User "([^"]*)"(?: \\(([^)\\s]*)\\)?)?.{0,200}? was ${VERB}(?: by "?([^"]+?)"?)?\\.?$`, "s"),
    (found) => ({
      action: removedOr(found[3]!) ? "user_removed" : found[3] === "created" || found[3] === "added" ? "user_created" : "user_changed",
      outcome: "success",
      targetUser: found[1]!,
      ...textField("user", found[4]),
      ...(found[3] === "blocked" || found[3] === "unblocked" ? { detail: found[3] } : {}),
    }),
  ],
  [
    new RegExp(`^(Project|Group|Access token|Personal access token|Deploy key|SSH key|Key) "([^"]*)".{0,200}? was ${VERB}(?: by "?([^"]+?)"?)?\\.?$`, "s"),
    (found) => ({ ...objectFields(found[1]!, found[2]!, found[3]!), ...textField("user", found[4]) }),
  ],
  [/^(.{1,200}?) (created a new|removed|deleted) project "([^"]*)"$/s, (found) => ({ action: found[2] === "created a new" ? "project_created" : "project_removed", outcome: "success", user: found[1]!, object: found[3]! })],
  [/^User (?:"([^"]*)"|(\S+)) (?:was )?(?:granted|given|assigned) (?:the )?(?:role |access )?"?([^"]+?)"?(?: (?:role|access|rights))?(?: (?:on|to|in) "?([^"]+?)"?)?$/s, (found) => ({ action: "privilege_granted", outcome: "success", targetUser: (found[1] ?? found[2])!, role: found[3]!, ...textField("object", found[4]) })],
  [/^Failed Login: username=(\S+) ip=(\S+)$/s, (found) => ({ action: "authentication_failed", outcome: "failure", user: found[1]!, ...sourceFields(found[2]) })],
  [/^Application (started|stopped|shutting down|failed to start)\b(.*)$/is, (found) => ({ action: /^started/i.test(found[1]!) ? "application_started" : /^failed/i.test(found[1]!) ? "application_failed" : "application_stopped", outcome: /^failed/i.test(found[1]!) ? "failure" : "success", ...textField("detail", found[2]!.trim()) })],
];

/**
 * What business applications and services write in sentences of their own after a time and a level; only what is said
 * without doubt: `Started Invoices in 3.2 seconds`, `user "jsmith" read record INV-1`.
 */
export function readBusiness(text: string, event: EventDraft): boolean {
  return writeShapes(BUSINESS, text, event, { format: "application", category: "application" });
}

const BUSINESS: readonly Shape[] = [
  [
    /^user[ =:]"?([^\s"]+)"? (read|viewed|opened|exported|printed|changed|updated|deleted) (?:the )?(invoice|record|ledger entry|journal entry|account|payment|payroll record|report|statement) "?([^\s"]+)"?(?: from ([\da-fA-F.:]+))?\.?$/is,
    (found) => {
      const verb = found[2]!.toLowerCase();
      const action = verb === "exported" || verb === "printed" ? "data_exported" : verb === "changed" || verb === "updated" || verb === "deleted" ? "record_changed" : "record_read";
      return { action, outcome: "success", user: found[1]!, object: `${found[3]!.toLowerCase()} ${found[4]}`, ...sourceFields(found[5]) };
    },
  ],
];
