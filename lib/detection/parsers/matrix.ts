import type { EventAction, EventRecord, LogEvent } from "../fields.ts";
import { vendorFields } from "./vendors.ts";

/**
 * Which rows of the audit logging matrix (controls/log-matrix.yaml) an event answers: none where it is unknown what it
 * tells. One event may answer several, as root's sign-in is a sign-in and the use of a privileged account.
 */
export function matrixRowsOf(event: EventRecord): readonly string[] {
  const { format } = event;
  if (event["parsed"] !== true || typeof format !== "string") return NONE;
  const fragment = Object.hasOwn(FRAGMENTS, format) ? FRAGMENTS[format]! : null;
  if (fragment !== null && isFragment(event)) return fragment;
  // A client that told why it left: its sign-in to what speaks SSH (a code host, for example) failed.
  if (format === "sshd" && event["action"] === "connection_closed" && event["outcome"] === "failure") return ["app-accounts-authentication", "audit-log-on"];
  const stated = event["action"];
  // A record's own `action` stands where ours would: what it means is asked again.
  const action = typeof stated === "string" && Object.hasOwn(HOST_ROWS, stated) ? stated : stated === undefined ? undefined : vendorFields(event).action;
  if (action === undefined) return NONE;
  const rows = Object.hasOwn(APPLICATIONS, format) ? (APPLICATION_ROWS[action] ?? HOST_ROWS[action]) : HOST_ROWS[action];
  return rows === undefined ? NONE : refined(event, action, rows);
}

const NONE: readonly string[] = [];

/** Parts of records alone on a line; the same formats as whole records are judged by what they tell. */
const FRAGMENTS: { readonly [format: string]: readonly string[] } = {
  timestamp: ["general-time"],
  "gcp-audit": ["general-event"],
  command: ["general-service"],
  json: ["general-actor"],
  text: ["general-device"],
};

function isFragment(event: EventRecord): boolean {
  if (event["format"] === "gcp-audit") return event["protoPayload"] === undefined;
  if (event["format"] === "json") return typeof event["line"] === "string" && !event["line"].startsWith("{");
  return event["format"] !== "text" || event["deviceId"] !== undefined;
}

/** Formats of applications and services, where the same act is another row than on a host. */
const APPLICATIONS: { readonly [format: string]: true } = {
  json: true, logfmt: true, application: true, access: true, "nginx-error": true, "apache-error": true, vsftpd: true, okta: true, "github-audit": true, dovecot: true,
  postfix: true, sendmail: true, "kubernetes-audit": true, postgresql: true, mysql: true,
};

type Rows = { readonly [action in EventAction]?: readonly string[] } & { readonly [action: string]: readonly string[] | undefined };

const LOG_ON = ["audit-log-on"] as const;
const ACCOUNT = ["audit-account-changes"] as const;
const SERVICE = ["os-service-start-stop"] as const;
const SYSTEM = ["os-system-start-stop"] as const;
const NETWORK = ["os-network"] as const;
const FILE = ["audit-file-changes"] as const;
const MAIL = ["app-transactions"] as const;
const CRONTAB = ["general-event", "audit-functions"] as const;

const HOST_ROWS: Rows = {
  authentication_failed: LOG_ON,
  authentication_succeeded: LOG_ON,
  authentication_limit_exceeded: LOG_ON,
  invalid_user: LOG_ON,
  user_not_allowed: LOG_ON,
  root_login_refused: ["audit-log-on", "audit-privileged-accounts"],
  session_opened: LOG_ON,
  session_closed: LOG_ON,
  break_in_attempt: LOG_ON,
  protocol_violation: NETWORK,
  connection_refused: NETWORK,
  connection_blocked: NETWORK,
  command_run: ["audit-functions"],
  command_denied: ["audit-functions"],
  privilege_switched: ["audit-privileged-accounts"],
  privilege_switch_failed: ["audit-privileged-accounts"],
  user_created: ACCOUNT,
  user_removed: ACCOUNT,
  user_changed: ACCOUNT,
  user_information_changed: ACCOUNT,
  password_changed: ACCOUNT,
  password_change_failed: ACCOUNT,
  group_created: ACCOUNT,
  group_removed: ACCOUNT,
  group_changed: ACCOUNT,
  group_member_added: ACCOUNT,
  group_member_removed: ACCOUNT,
  account_change_failed: ACCOUNT,
  privilege_granted: ACCOUNT,
  privilege_revoked: ACCOUNT,
  cron_job_run: CRONTAB,
  crontab_edit_started: CRONTAB,
  crontab_replaced: CRONTAB,
  crontab_edit_ended: CRONTAB,
  crontab_listed: CRONTAB,
  crontab_deleted: CRONTAB,
  system_started: SYSTEM,
  system_stopped: SYSTEM,
  kernel_logging_started: SYSTEM,
  kernel_logging_stopped: SYSTEM,
  logging_started: SYSTEM,
  logging_stopped: SYSTEM,
  service_started: SERVICE,
  service_stopped: SERVICE,
  service_start_failed: SERVICE,
  service_stop_failed: SERVICE,
  network_configured: NETWORK,
  network_failed: NETWORK,
  access_denied_by_policy: ["audit-functions", "os-security-settings"],
  security_settings_changed: ["os-security-settings"],
  package_installed: ["audit-functions"],
  package_removed: ["audit-functions"],
  file_sent: ["audit-data-export"],
  data_exported: ["audit-data-export"],
  file_received: FILE,
  file_touched: FILE,
  file_created: FILE,
  file_changed: FILE,
  file_deleted: FILE,
  file_renamed: FILE,
  file_read: ["audit-functions"],
  application_started: ["app-start-stop"],
  application_stopped: ["app-start-stop"],
  application_failed: ["app-failures"],
  application_configured: ["app-configuration"],
  privilege_used: ["app-accounts-privileges"],
  error_logged: ["app-failures"],
  request_denied: NETWORK,
  request_served: ["app-transactions"],
  project_created: ["app-accounts-changes"],
  project_removed: ["app-accounts-changes"],
  job_failed: ["database-elt-failures"],
  data_inserted: ["database-data-changes"],
  data_updated: ["database-data-changes"],
  data_deleted: ["database-data-changes"],
  schema_changed: ["database-data-changes"],
  record_read: ["app-transactions"],
  record_changed: ["app-transactions"],
  mail_accepted: MAIL,
  mail_delivered: MAIL,
  mail_deferred: MAIL,
  mail_bounced: MAIL,
  mail_rejected: MAIL,
  mail_described: MAIL,
  resource_created: ["audit-functions"],
  resource_changed: ["audit-functions"],
  resource_deleted: ["audit-functions"],
};

const APP_SIGN_IN = ["app-accounts-authentication"] as const;
const APP_ACCOUNT = ["app-accounts-changes"] as const;

const APPLICATION_ROWS: Rows = {
  authentication_failed: ["app-accounts-authentication", "app-failures"],
  authentication_succeeded: APP_SIGN_IN,
  authentication_limit_exceeded: ["app-accounts-authentication", "app-failures"],
  invalid_user: APP_SIGN_IN,
  user_not_allowed: APP_SIGN_IN,
  session_opened: APP_SIGN_IN,
  session_closed: APP_SIGN_IN,
  user_created: APP_ACCOUNT,
  user_removed: APP_ACCOUNT,
  user_changed: APP_ACCOUNT,
  password_changed: APP_ACCOUNT,
  group_created: APP_ACCOUNT,
  group_removed: APP_ACCOUNT,
  group_changed: APP_ACCOUNT,
  privilege_granted: APP_ACCOUNT,
  privilege_revoked: APP_ACCOUNT,
  command_run: ["app-accounts-privileges", "audit-functions"],
  request_denied: ["app-failures"],
  protocol_violation: ["app-failures"],
};

/** Rows that the event's own values add: who it was, what was run, what an application could not reach. */
function refined(event: EventRecord, action: string, rows: readonly string[]): readonly string[] {
  const more = [...rows];
  const add = (row: string): void => void (more.includes(row) ? 0 : more.push(row));
  const { format, user, targetUser, pamService } = event as Partial<LogEvent>;
  const elevation = pamService === "sudo" || pamService === "su" || pamService === "su-l" || format === "sudo";
  if (user === "root" || targetUser === "root" || elevation) {
    if (rows === LOG_ON || action.startsWith("command") || action.startsWith("session")) add("audit-privileged-accounts");
  }
  if (elevation && (action.startsWith("session") || isAccountCommand(event["command"]))) add("audit-account-changes");
  if (event["role"] !== undefined) add("general-access");
  if (user === "root" && rows === APP_SIGN_IN) add("app-accounts-privileges");
  // An application that does not reach what signs its callers in refuses them; so the matrix shows it among sign-ins.
  if (format === "nginx-error" && typeof event["message"] === "string" && event["message"].includes("while connecting to upstream")) add("app-accounts-authentication");
  return more;
}

const ACCOUNT_COMMAND = /(?:^|\/)(?:useradd|adduser|usermod|userdel|deluser|groupadd|groupmod|groupdel|addgroup|delgroup|gpasswd|passwd|chpasswd|chfn|chsh|chage|visudo|vipw)(?:\s|$)/;

function isAccountCommand(command: unknown): boolean {
  return typeof command === "string" && ACCOUNT_COMMAND.test(command.split(" ", 1)[0]!);
}
