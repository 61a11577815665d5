import type { MessageFields } from "../fields.ts";
import { type EventDraft, sourceFields } from "./event-draft.ts";
import { numberField, readPairs, readShapes, type Shape, textField, writeFields } from "./shapes.ts";

/** Levels that PostgreSQL writes before every message. */
const LEVEL = /(?:^|[\s\]])(DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|STATEMENT|DETAIL|HINT|CONTEXT|QUERY): {1,2}/;

/**
 * PostgreSQL behind its time: `[123] user@database LOG:  message` and what else log_line_prefix makes of it (pid in
 * brackets, `user=.. db=.. app=.. client=..`, SQLSTATE), then level and message.
 */
export function readPostgres(text: string, event: EventDraft): boolean {
  const level = LEVEL.exec(text.slice(0, 512));
  if (level === null) return false;
  const prefix = text.slice(0, level.index + (level[0].startsWith(level[1]!) ? 0 : 1));
  const who = prefixFields(prefix);
  if (who === null) return false;
  const message = text.slice(level.index + level[0].length);
  event.message = message;
  writeFields(event, { format: "postgresql", product: "postgresql", service: "postgresql", category: "database", logLevel: level[1]! }, who, postgresFields(level[1]!, message));
  return true;
}

/** What stands between time and level must be made of known parts, or the line is another program's. */
function prefixFields(prefix: string): MessageFields | null {
  const pairs = readPairs(prefix);
  const pid = /\[(\d{1,9})(?:-\d+)?\]/.exec(prefix)?.[1] ?? pairs.get("pid");
  const named = /(?:^|[\s:])([^\s@:=,[\]]+)@([^\s@:=,[\]]+)/.exec(prefix);
  const user = pairs.get("user") ?? pairs.get("usr") ?? pairs.get("u") ?? named?.[1];
  const database = pairs.get("db") ?? pairs.get("database") ?? pairs.get("d") ?? named?.[2];
  const client = pairs.get("client") ?? pairs.get("host") ?? pairs.get("remote") ?? pairs.get("h") ?? /([\da-fA-F:.]{7,45})\(\d+\)/.exec(prefix)?.[1];
  if (pid === undefined && user === undefined && prefix.trim() !== "") return null;
  const known = (value: string | undefined): string | undefined => (value === "[unknown]" || value === "[local]" ? undefined : value?.replace(/\(\d+\)$/, ""));
  return { ...numberField("pid", pid), ...textField("user", known(user)), ...textField("database", known(database)), ...sourceFields(known(client)), ...textField("errorCode", /\b([0-9A-Z]{5})\b(?= *$)/.exec(prefix)?.[1]) };
}

function postgresFields(level: string, message: string): MessageFields {
  const read = readShapes(POSTGRES, message);
  if (read !== null) return read;
  const statement = /^(?:duration: [\d.]+ ms +)?(?:statement|execute [^:]*|parse [^:]*): (.*)$/s.exec(message);
  if (statement !== null) return { outcome: "success", ...statementFields(statement[1]!) };
  // The statement behind an ERROR is the one that failed.
  if (level === "STATEMENT") return { ...statementFields(message), outcome: "failure" };
  if (message.startsWith("AUDIT: ")) return pgauditFields(message);
  return level === "ERROR" || level === "FATAL" || level === "PANIC" ? { action: "error_logged", outcome: "failure", detail: message } : {};
}

const POSTGRES: readonly Shape[] = [
  [/^(?:password|\w+) authentication failed for user "([^"]*)"/s, (found) => ({ category: "authentication", action: "authentication_failed", outcome: "failure", user: found[1]! })],
  [
    /^no pg_hba\.conf entry for (?:replication connection from )?host "([^"]*)", user "([^"]*)"(?:, database "([^"]*)")?/s,
    (found) => ({ category: "authentication", action: "user_not_allowed", outcome: "failure", user: found[2]!, ...textField("database", found[3]), ...sourceFields(found[1]) }),
  ],
  [/^(role|database) "([^"]*)" does not exist$/s, (found) => ({ category: "authentication", action: found[1] === "role" ? "invalid_user" : "error_logged", outcome: "failure", ...(found[1] === "role" ? { user: found[2]!, userUnknown: true } : { database: found[2]! }) })],
  [
    /^connection authorized: user=(\S+)(?: database=(\S+))?/s,
    (found) => ({ category: "authentication", action: "authentication_succeeded", outcome: "success", user: found[1]!, ...textField("database", found[2]) }),
  ],
  [/^connection authenticated: identity="([^"]*)" method=(\S+)/s, (found) => ({ category: "authentication", outcome: "success", user: found[1]!, authMethod: found[2]! })],
  [/^connection received: host=(\S+)(?: port=(\d+))?/s, (found) => ({ action: "connection_opened", ...sourceFields(found[1] === "[local]" ? undefined : found[1]), ...numberField("sourcePort", found[2]) })],
  [/^disconnection: session time: \S+ user=(\S+) database=(\S+)/s, (found) => ({ action: "connection_closed", user: found[1]!, database: found[2]! })],
  [/^permission denied for (.*)$/s, (found) => ({ action: "request_denied", outcome: "failure", object: found[1]! })],
  [/^database system is ready to accept connections/s, () => ({ action: "application_started", outcome: "success", serviceName: "postgresql" })],
  [/^(?:database system is shut down|received (?:fast|smart|immediate) shutdown request)/s, () => ({ action: "application_stopped", outcome: "success", serviceName: "postgresql" })],
  [/^parameter "([^"]*)" changed to "([^"]*)"/s, (found) => ({ action: "application_configured", outcome: "success", object: found[1]!, detail: found[2]! })],
  [/^received SIGHUP, reloading configuration files/s, () => ({ action: "application_configured", outcome: "success" })],
];

/** pgAudit: `AUDIT: SESSION,1,1,WRITE,UPDATE,TABLE,public.invoice,"update ...",<none>`. */
function pgauditFields(message: string): MessageFields {
  const found = /^AUDIT: (?:SESSION|OBJECT),\d+,\d+,(\w+),([\w ]+),(\w*),([^,]*),(.*)$/s.exec(message);
  if (found === null) return {};
  const statement = /^"((?:[^"]|"")*)"/.exec(found[5]!)?.[1]?.replaceAll('""', '"') ?? found[5]!.split(",", 1)[0]!;
  return { outcome: "success", ...statementFields(statement), ...textField("object", found[4]) };
}

const VERBS: { readonly [verb: string]: MessageFields["action"] } = {
  SELECT: "data_read",
  INSERT: "data_inserted",
  UPDATE: "data_updated",
  DELETE: "data_deleted",
  TRUNCATE: "data_deleted",
  MERGE: "data_updated",
  REPLACE: "data_updated",
  LOAD: "data_inserted",
  COPY: "data_exported",
  CREATE: "schema_changed",
  ALTER: "schema_changed",
  DROP: "schema_changed",
  RENAME: "schema_changed",
  GRANT: "privilege_granted",
  REVOKE: "privilege_revoked",
  SET: undefined,
};

/** What a statement does, by its first word, and to what, where that word is followed by a plain name. */
function statementFields(statement: string): MessageFields {
  const text = statement.slice(0, 4096).replace(/^(?:\s+|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)+/, "");
  const verb = /^[A-Za-z]+/.exec(text)?.[0].toUpperCase() ?? "";
  let action = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (verb === "COPY" && /\bFROM\s+(?:STDIN|'|PROGRAM)/i.test(text) && !/\bTO\s+(?:STDOUT|'|PROGRAM)/i.test(text)) action = "data_inserted";
  if (verb === "SELECT" && /\bINTO\s+(?:OUT|DUMP)FILE\b/i.test(text)) action = "data_exported";
  const account = /^(CREATE|ALTER|DROP)\s+(?:USER|ROLE)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?["'`]?([\w.-]+)/i.exec(text);
  if (account !== null) return { action: account[1]!.toUpperCase() === "CREATE" ? "user_created" : account[1]!.toUpperCase() === "DROP" ? "user_removed" : "user_changed", targetUser: account[2]!, statement };
  const object = /^(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|TRUNCATE(?:\s+TABLE)?|COPY|(?:CREATE|ALTER|DROP)\s+(?:TABLE|VIEW|INDEX|FUNCTION|DATABASE|SCHEMA|TRIGGER)(?:\s+IF\s+(?:NOT\s+)?EXISTS)?|MERGE\s+INTO)\s+["`]?([\w."`]+)/i.exec(text)?.[1];
  return { ...(action === undefined ? {} : { action }), statement, ...textField("object", object?.replaceAll(/["`]/g, "")) };
}

/** MySQL and MariaDB behind their time: `8 [Note] [MY-010914] [Server] message`, `[Warning] ...`, `12 Query<TAB>UPDATE ...`. */
export function readMysql(text: string, event: EventDraft): boolean {
  const error = /^(?:(\d{1,12}) )?\[(System|Note|Warning|ERROR|Error|Info)\] (?:\[(MY-\d+)\] )?(?:\[(\w+)\] )?(.*)$/s.exec(text);
  const general = error === null ? /^ *(\d{1,12}) (Query|Connect|Quit|Execute|Prepare|Init DB|Change user|Field List)\t(.*)$/s.exec(text) : null;
  if (error === null && general === null) return false;
  const base: MessageFields = { format: "mysql", product: "mysql", service: "mysql", category: "database" };
  if (error !== null) {
    event.message = error[5]!;
    writeFields(event, base, { logLevel: error[2]! }, textField("errorCode", error[3]), textField("sessionId", error[1]), readShapes(MYSQL, error[5]!) ?? (error[2]!.toLowerCase() === "error" ? { action: "error_logged", outcome: "failure", detail: error[5]! } : {}));
    return true;
  }
  event.message = general![3]!;
  const connect = general![2] === "Connect" ? readShapes(MYSQL_CONNECT, general![3]!) : null;
  const fields = connect ?? (general![2] === "Query" || general![2] === "Execute" ? statementFields(general![3]!) : general![2] === "Quit" ? ({ action: "connection_closed" } as const) : {});
  writeFields(event, base, { sessionId: general![1]! }, fields);
  return true;
}

const MYSQL: readonly Shape[] = [
  [/^Access denied for user '([^']*)'@'([^']*)'/s, (found) => ({ category: "authentication", action: "authentication_failed", outcome: "failure", ...textField("user", found[1]), ...sourceFields(found[2]) })],
  [/^Aborted connection \d+ to db: '([^']*)' user: '([^']*)' host: '([^']*)'/s, (found) => ({ action: "connection_closed", outcome: "failure", ...textField("database", found[1] === "unconnected" ? undefined : found[1]), ...textField("user", found[2]), ...sourceFields(found[3]) })],
  [/^\S+: ready for connections\b/s, () => ({ action: "application_started", outcome: "success", serviceName: "mysql" })],
  [/^\S+: (?:Shutdown complete|Normal shutdown|Received SHUTDOWN)/s, () => ({ action: "application_stopped", outcome: "success", serviceName: "mysql" })],
];
const MYSQL_CONNECT: readonly Shape[] = [
  [/^Access denied for user '([^']*)'@'([^']*)'/s, (found) => ({ category: "authentication", action: "authentication_failed", outcome: "failure", ...textField("user", found[1]), ...sourceFields(found[2]) })],
  [/^([^@\s]+)@(\S+) on (\S*)/s, (found) => ({ category: "authentication", action: "authentication_succeeded", outcome: "success", user: found[1]!, ...sourceFields(found[2]), ...textField("database", found[3]) })],
];
