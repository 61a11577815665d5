import type { EventAction, MessageFields } from "../fields.ts";
import { sourceFields } from "./event-draft.ts";

export type JsonRecord = { readonly [key: string]: unknown };

/** A value by its path, through own properties only. */
export function at(record: unknown, ...path: readonly string[]): unknown {
  let value = record;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonRecord)[key];
  }
  return value;
}

/** A text by its path; undefined for anything else and for empty texts. */
export function textAt(record: unknown, ...path: readonly string[]): string | undefined {
  const value = at(record, ...path);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The first text (or number, as text) under one of several names. */
export function firstText(record: JsonRecord, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number" || typeof value === "bigint") return String(value);
  }
  return undefined;
}

/** Texts of a list, or one text alone; null entries and others are left out. */
function textsAt(record: unknown, ...path: readonly string[]): string[] {
  const value = at(record, ...path);
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => (typeof item === "string" && item !== "" ? [item] : (textAt(item, "name") ?? textAt(item, "address") ?? textAt(item, "filename") ?? [])));
}

const USER = ["user", "username", "user_name", "userName", "actor", "principal", "account", "login", "email"] as const;
const USER_ID = ["user_id", "userId", "uid", "actor_id", "account_id"] as const;
const SOURCE = ["source_ip", "src_ip", "sourceIp", "client_ip", "clientIp", "remote_ip", "remote_addr", "remoteAddr", "ip", "ip_address"] as const;
const OBJECT = ["object", "resource", "record", "record_id", "target", "file", "path"] as const;
const ACTION = ["action", "event", "event_type", "operation", "op", "verb", "activity"] as const;
const OUTCOME = ["outcome", "status", "result", "state", "success"] as const;
const JOB = ["job", "job_name", "jobName", "task", "pipeline", "workflow", "dag_id"] as const;
const ERROR = ["error", "error_code", "errorCode", "exception", "code"] as const;

/** Records of applications that name things as most do (`user`, `action`, `outcome`, ...). What they do not say stays absent. */
export function genericFields(record: JsonRecord): MessageFields {
  const outcome = outcomeOf(record);
  const verb = firstText(record, ACTION)?.toLowerCase();
  const job = firstText(record, JOB);
  const mail = mailFields(record);
  const action = mail?.action ?? (job !== undefined && outcome !== undefined ? (outcome === "failure" ? "job_failed" : "job_succeeded") : actionOf(verb, record, outcome));
  const user = firstText(record, USER);
  const userId = firstText(record, USER_ID);
  const object = firstText(record, OBJECT);
  const error = firstText(record, ERROR);
  return {
    ...mail,
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(user === undefined ? {} : { user }),
    ...(userId === undefined ? {} : { userId }),
    ...(object === undefined ? {} : { object }),
    ...(job === undefined ? {} : { job }),
    ...(error === undefined ? {} : { errorCode: error }),
    ...sourceFields(firstText(record, SOURCE)),
  };
}

const GOOD = /^(?:success|succeeded|successful|ok|true|allow|allowed|granted|completed|passed|200|0)$/i;
const BAD = /^(?:failure|failed|fail|error|errored|false|deny|denied|refused|rejected|aborted|timeout|timed_out|cancelled|canceled|challenge_failed)$/i;

function outcomeOf(record: JsonRecord): "success" | "failure" | undefined {
  for (const name of OUTCOME) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof value === "boolean") return value ? "success" : "failure";
    if (typeof value === "string" && GOOD.test(value)) return "success";
    if (typeof value === "string" && BAD.test(value)) return "failure";
  }
  return undefined;
}

const WORDS: readonly (readonly [pattern: RegExp, good: EventAction, bad?: EventAction])[] = [
  [/^(?:user[._ ]?)?(?:login|log[-_ ]?in|sign[-_ ]?in|authenticate|authentication|auth)$/, "authentication_succeeded", "authentication_failed"],
  [/^(?:user[._ ]?)?(?:login|sign[-_ ]?in|auth\w*)[._ -]fail(?:ed|ure)$/, "authentication_failed", "authentication_failed"],
  [/^(?:user|account|member)[._ ]?(?:create|created|add|added|invite|invited)$|^create_user$/, "user_created", "account_change_failed"],
  [/^(?:user|account|member)[._ ]?(?:delete|deleted|remove|removed)$|^delete_user$/, "user_removed", "account_change_failed"],
  [/^(?:role|permission|privilege|access)[._ ]?(?:grant|granted|assign|assigned|add|added)$|^grant(?:_role)?$/, "privilege_granted"],
  [/^(?:role|permission|privilege|access)[._ ]?(?:revoke|revoked|remove|removed)$|^revoke(?:_role)?$/, "privilege_revoked"],
  [/^(?:impersonate|impersonation|sudo|elevate|assume_role|break_glass|admin_access)(?:[._ ]\w+)?$/, "privilege_used"],
  [/^(?:export|download|extract|dump)(?:ed)?$|[._](?:export|exported|download|downloaded)$/, "data_exported"],
  [/^(?:start|started|startup|boot)$|^(?:application|app|service)[._ ]start(?:ed)?$/, "application_started", "application_failed"],
  [/^(?:stop|stopped|shutdown)$|^(?:application|app|service)[._ ](?:stop(?:ped)?|shutdown)$/, "application_stopped", "application_failed"],
  [/^(?:crash|crashed|panic|fatal)$/, "application_failed", "application_failed"],
  [/^(?:config|configuration|setting|settings|policy|mfa_policy|feature_flag)[._ ]\w+$/, "application_configured"],
];
const DATA = new Map<string, EventAction>([
  ["select", "data_read"],
  ["insert", "data_inserted"],
  ["update", "data_updated"],
  ["delete", "data_deleted"],
  ["truncate", "data_deleted"],
]);
const RECORDS = new Map<string, EventAction>([
  ["read", "record_read"],
  ["view", "record_read"],
  ["viewed", "record_read"],
  ["write", "record_changed"],
  ["update", "record_changed"],
  ["create", "record_changed"],
  ["delete", "record_changed"],
  ["approve", "record_changed"],
  ["post", "record_changed"],
]);

function actionOf(verb: string | undefined, record: JsonRecord, outcome: "success" | "failure" | undefined): EventAction | undefined {
  if (verb === undefined) return undefined;
  for (const [pattern, good, bad] of WORDS) if (pattern.test(verb)) return outcome === "failure" ? (bad ?? good) : good;
  const service = firstText(record, ["service", "app", "application", "system"])?.toLowerCase() ?? "";
  if (/^(?:postgres(?:ql)?|mysql|mariadb|oracle|mssql|sqlserver|database|db)$/.test(service)) return DATA.get(verb);
  // A verb alone says little; with an object it is an act on a record.
  return firstText(record, OBJECT) === undefined ? undefined : RECORDS.get(verb);
}

/** A mail as one record: `from`, `to`, `subject`, `attachments`. */
function mailFields(record: JsonRecord): MessageFields | null {
  const sender = textAt(record, "from") ?? textAt(record, "sender") ?? textAt(record, "mail_from");
  const recipients = ["to", "recipients", "rcpt_to", "cc", "bcc"].flatMap((name) => textsAt(record, name));
  const subject = textAt(record, "subject");
  if (sender === undefined || recipients.length === 0 || !(sender.includes("@") || recipients.some((one) => one.includes("@")))) return null;
  const attachments = textsAt(record, "attachments");
  return { category: "mail", action: "mail_accepted", sender, recipients, ...(subject === undefined ? {} : { subject }), ...(attachments.length === 0 ? {} : { attachments }) };
}
