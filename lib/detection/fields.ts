/**
 * The fields of a log event, in one place. Rules of ours use these names; they follow the ideas of OCSF (who, from
 * where, did what, with what outcome) in plain words. A field that the line does not state is ABSENT, never empty:
 * a Sigma rule tests absence with `field: null` or `field|exists: false`.
 *
 * `product`, `service` and `category` decide which rules look at the event (see sigma/logsource.ts).
 */
export type LogEvent = {
  /** False when the line has no recognised shape. Such a line is still evaluated: keyword rules see its text. */
  readonly parsed: boolean;
  /** Why `parsed` is false, or why fields are missing from a parsed line. */
  readonly reason?: UnparsedReason;
  /** The line as received. Keyword searches look here, and the spans of explanations count from its start. */
  readonly line: string;
  /** ISO 8601 in UTC with milliseconds; null when the line states no usable time. */
  readonly time: string | null;
  readonly timeSource: TimeSource;
  /** The text after the header. */
  readonly message: string;
  /** Which parser read the message: `sshd`, `pam`, `sudo`, ..., or `syslog` when only the header was understood. */
  readonly format: string;

  readonly product?: string;
  readonly service?: string;
  readonly category?: string;

  readonly host?: string;
  readonly program?: string;
  readonly pid?: number;
  /** Syslog priority, when the line carries one. */
  readonly facility?: number;
  readonly severity?: number;

  readonly action?: EventAction;
  readonly outcome?: "success" | "failure";
  /** Who acted, or tried to. */
  readonly user?: string;
  /** The name is not an account of the host (`invalid user`). */
  readonly userUnknown?: boolean;
  readonly uid?: number;
  /** Whose account or rights were the object: the user switched to, created, changed. */
  readonly targetUser?: string;
  readonly targetUid?: number;
  readonly targetGroup?: string;
  readonly targetGid?: number;
  /** Where it came from, as stated: address or name. Group by this one. */
  readonly source?: string;
  /** `source` when it is an address; IPv4-mapped IPv6 is written as IPv4. */
  readonly sourceIp?: string;
  /** `source` when it is a name. */
  readonly sourceHost?: string;
  readonly sourcePort?: number;
  /** `password`, `publickey`, `keyboard-interactive/pam`, ... */
  readonly authMethod?: string;
  readonly tty?: string;
  readonly workingDirectory?: string;
  readonly command?: string;
  readonly homeDirectory?: string;
  readonly shell?: string;
  /** The service that PAM acted for, and the kind of PAM call (absent in the older `sshd(pam_unix)` shape). */
  readonly pamModule?: string;
  readonly pamService?: string;
  readonly pamType?: string;
  /** The unit or daemon that started, stopped or failed. */
  readonly serviceName?: string;
  /** Detail given by the program: error text, disconnect reason. */
  readonly detail?: string;
  /** How many identical events the line stands for (`message repeated 5 times`); absent means 1. */
  readonly repeatCount?: number;
  /** The file, path or URL that was the object. */
  readonly object?: string;
  /** Size of it or of the answer. */
  readonly bytes?: number;
  /** HTTP status, or another status code that the program gives. */
  readonly statusCode?: number;
  /** Record type of auditd lines. */
  readonly recordType?: string;
  /** Where it went: address and port of the other end. */
  readonly destinationIp?: string;
  readonly destinationPort?: number;
  /** A program's own number for who acted, where it is no local uid. */
  readonly userId?: string;
  /** Role or kind of account under which the actor acted. */
  readonly role?: string;
  readonly sessionId?: string;
  readonly deviceId?: string;
  readonly userAgent?: string;
  /** `GET`, `POST`, ... and the path without its question, of a web request. */
  readonly method?: string;
  readonly path?: string;
  /** The name that a web request was sent to. */
  readonly siteHost?: string;
  /** What was written to the log as its grade: `error`, `FATAL`, ... */
  readonly logLevel?: string;
  /** The program's own code of an error or state: SQLSTATE, errno, MySQL number. */
  readonly errorCode?: string;
  /** Mail: as written in the envelope, or in the header where only that is logged. */
  readonly sender?: string;
  readonly recipients?: readonly string[];
  readonly subject?: string;
  readonly attachments?: readonly string[];
  /** The mail server's number for one message, which joins its lines. */
  readonly queueId?: string;
  readonly messageId?: string;
  /** Database, statement, and how many rows it changed. */
  readonly database?: string;
  readonly statement?: string;
  readonly rowCount?: number;
  /** The job that ran. */
  readonly job?: string;
  /** The number that the records of one auditd event share: `1364481363.243:24287`. */
  readonly auditEventId?: string;
  /** The process that ran, under the names of Sigma's process_creation rules. */
  readonly Image?: string;
  readonly CommandLine?: string;
  /** SELinux access vector, of `avc: denied` lines. */
  readonly avcPermissions?: string;
  readonly avcSource?: string;
  readonly avcTarget?: string;
  readonly avcClass?: string;
};

/** What a parser adds to the header's fields. */
export type MessageFields = Partial<Omit<LogEvent, "parsed" | "line" | "time" | "timeSource" | "message">>;

/** Any event that rules can be evaluated on: ours, or a JSON record of another system. */
export type EventRecord = { readonly [field: string]: unknown };

export type UnparsedReason = "empty" | "no_header" | "unknown_format" | "message_too_long_for_fields" | "invalid_json";

/**
 * How far the line itself vouches for `time`: `stated` (date, year and zone), `zone_assumed`, `year_assumed` (year and
 * zone resolved against the reference time), `invalid` (a date that does not exist), `missing`.
 */
export type TimeSource = "stated" | "zone_assumed" | "year_assumed" | "invalid" | "missing";

export type EventAction = (typeof EVENT_ACTIONS)[number];

const EVENT_ACTIONS = [
  // sign-in
  "authentication_failed",
  "authentication_succeeded",
  "authentication_limit_exceeded",
  "invalid_user",
  "user_not_allowed",
  "root_login_refused",
  "session_opened",
  "session_closed",
  // connections
  "connection_opened",
  "connection_closed",
  "connection_refused",
  "protocol_violation",
  "break_in_attempt",
  // use of privileges
  "command_run",
  "command_denied",
  "privilege_switched",
  "privilege_switch_failed",
  // accounts
  "user_created",
  "user_removed",
  "user_changed",
  "user_information_changed",
  "password_changed",
  "password_change_failed",
  "group_created",
  "group_removed",
  "group_changed",
  "group_member_added",
  "group_member_removed",
  "account_change_failed",
  // scheduled work
  "cron_job_run",
  "crontab_edit_started",
  "crontab_replaced",
  "crontab_edit_ended",
  "crontab_listed",
  "crontab_deleted",
  // system and services
  "system_started",
  "kernel_logging_started",
  "kernel_logging_stopped",
  "logging_started",
  "logging_stopped",
  "service_started",
  "service_stopped",
  "service_start_failed",
  "service_stop_failed",
  "system_stopped",
  "network_configured",
  "network_failed",
  "connection_blocked",
  "package_installed",
  "package_removed",
  "access_denied_by_policy",
  "security_settings_changed",
  // applications and files
  "request_served",
  "error_logged",
  "project_created",
  "project_removed",
  "file_sent",
  "file_received",
  "file_touched",
  "file_created",
  "file_changed",
  "file_deleted",
  "file_renamed",
  "file_read",
  // applications
  "application_started",
  "application_stopped",
  "application_failed",
  "application_configured",
  "privilege_used",
  "privilege_granted",
  "privilege_revoked",
  "request_denied",
  // jobs, databases, records
  "job_succeeded",
  "job_failed",
  "data_read",
  "data_inserted",
  "data_updated",
  "data_deleted",
  "data_exported",
  "schema_changed",
  "record_read",
  "record_changed",
  // mail
  "mail_accepted",
  "mail_delivered",
  "mail_deferred",
  "mail_bounced",
  "mail_rejected",
  "mail_described",
  // resources of a cloud
  "resource_read",
  "resource_created",
  "resource_changed",
  "resource_deleted",
] as const;
