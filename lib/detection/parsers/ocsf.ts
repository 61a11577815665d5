import type { EventAction, EventRecord, LogEvent } from "../fields.ts";

/** The edition of the Open Cybersecurity Schema Framework whose names are used. */
const OCSF_VERSION = "1.8.0";

type Field = keyof LogEvent;

/** Where a field of ours stands in OCSF. What has no place there stays under `unmapped`, by our name. */
const OCSF_NAMES: { readonly [field in Field]?: string } = {
  time: "metadata.original_time",
  message: "message",
  line: "raw_data",
  host: "device.hostname",
  program: "metadata.log_name",
  product: "metadata.product.name",
  service: "metadata.log_provider",
  pid: "actor.process.pid",
  user: "actor.user.name",
  userId: "actor.user.uid_alt",
  uid: "actor.user.uid",
  role: "actor.user.type",
  sessionId: "actor.session.uid",
  tty: "actor.session.terminal",
  targetUser: "user.name",
  targetUid: "user.uid",
  targetGroup: "group.name",
  targetGid: "group.uid",
  sourceIp: "src_endpoint.ip",
  sourceHost: "src_endpoint.hostname",
  sourcePort: "src_endpoint.port",
  destinationIp: "dst_endpoint.ip",
  destinationPort: "dst_endpoint.port",
  deviceId: "device.uid",
  userAgent: "http_request.user_agent",
  method: "http_request.http_method",
  path: "http_request.url.path",
  siteHost: "http_request.url.hostname",
  statusCode: "status_code",
  errorCode: "status_code",
  detail: "status_detail",
  authMethod: "auth_protocol",
  CommandLine: "process.cmd_line",
  Image: "process.file.path",
  workingDirectory: "process.working_directory",
  object: "resources.0.name",
  serviceName: "api.service.name",
  sender: "email.from",
  recipients: "email.to",
  subject: "email.subject",
  messageId: "email.message_uid",
  attachments: "email.files",
  queueId: "email.uid",
  database: "database.name",
  statement: "query_info.query_string",
  rowCount: "query_info.rows",
  bytes: "traffic.bytes",
  job: "job.name",
  repeatCount: "count",
  logLevel: "severity",
  auditEventId: "metadata.uid",
  recordType: "metadata.event_code",
};

/** Class and activity, as numbers of OCSF, of what an event tells. 0 is "unknown", 99 "other". */
type Class = readonly [classUid: number, activityId: number];

const AUTHENTICATION = 3002;
const ACCOUNT_CHANGE = 3001;
const GROUP_MANAGEMENT = 3006;
const PROCESS = 1007;
const FILE = 1001;
const JOB = 1006;
const HTTP = 4002;
const EMAIL = 4009;
const NETWORK = 4001;
const API = 6003;
const DATASTORE = 6005;
const LIFECYCLE = 6002;
const FILE_HOSTING = 6006;

const CLASSES: { readonly [action in EventAction]?: Class } = {
  authentication_succeeded: [AUTHENTICATION, 1],
  authentication_failed: [AUTHENTICATION, 1],
  authentication_limit_exceeded: [AUTHENTICATION, 1],
  invalid_user: [AUTHENTICATION, 1],
  user_not_allowed: [AUTHENTICATION, 1],
  root_login_refused: [AUTHENTICATION, 1],
  session_opened: [AUTHENTICATION, 1],
  session_closed: [AUTHENTICATION, 2],
  privilege_switched: [AUTHENTICATION, 1],
  privilege_switch_failed: [AUTHENTICATION, 1],
  user_created: [ACCOUNT_CHANGE, 1],
  password_changed: [ACCOUNT_CHANGE, 3],
  password_change_failed: [ACCOUNT_CHANGE, 3],
  user_removed: [ACCOUNT_CHANGE, 6],
  privilege_granted: [ACCOUNT_CHANGE, 7],
  privilege_revoked: [ACCOUNT_CHANGE, 8],
  user_changed: [ACCOUNT_CHANGE, 99],
  user_information_changed: [ACCOUNT_CHANGE, 99],
  account_change_failed: [ACCOUNT_CHANGE, 0],
  group_member_added: [GROUP_MANAGEMENT, 3],
  group_member_removed: [GROUP_MANAGEMENT, 4],
  group_removed: [GROUP_MANAGEMENT, 5],
  group_created: [GROUP_MANAGEMENT, 6],
  group_changed: [GROUP_MANAGEMENT, 99],
  command_run: [PROCESS, 1],
  command_denied: [PROCESS, 1],
  file_created: [FILE, 1],
  file_read: [FILE, 2],
  file_changed: [FILE, 3],
  file_deleted: [FILE, 4],
  file_renamed: [FILE, 5],
  file_touched: [FILE, 0],
  file_received: [FILE_HOSTING, 1],
  file_sent: [FILE_HOSTING, 2],
  cron_job_run: [JOB, 6],
  job_succeeded: [JOB, 6],
  job_failed: [JOB, 6],
  request_served: [HTTP, 99],
  mail_accepted: [EMAIL, 2],
  mail_delivered: [EMAIL, 1],
  mail_described: [EMAIL, 3],
  connection_opened: [NETWORK, 1],
  connection_closed: [NETWORK, 2],
  connection_refused: [NETWORK, 5],
  connection_blocked: [NETWORK, 5],
  resource_created: [API, 1],
  resource_read: [API, 2],
  resource_changed: [API, 3],
  resource_deleted: [API, 4],
  data_read: [DATASTORE, 1],
  data_updated: [DATASTORE, 2],
  data_inserted: [DATASTORE, 4],
  data_deleted: [DATASTORE, 6],
  data_exported: [DATASTORE, 99],
  application_started: [LIFECYCLE, 3],
  application_stopped: [LIFECYCLE, 4],
  service_started: [LIFECYCLE, 3],
  service_stopped: [LIFECYCLE, 4],
};

const STATUS = { success: 1, failure: 2 } as const;

/** The event under OCSF's names: nested objects, numbers of class and activity, what has no place under `unmapped`. */
export function toOcsf(event: EventRecord): Record<string, unknown> {
  const { action, outcome, time } = event as Partial<LogEvent>;
  const [classUid, activityId] = (action === undefined || !Object.hasOwn(CLASSES, action) ? undefined : CLASSES[action]) ?? [0, 0];
  const told: Record<string, unknown> = {
    metadata: { version: OCSF_VERSION },
    category_uid: Math.floor(classUid / 1000),
    class_uid: classUid,
    activity_id: activityId,
    type_uid: classUid * 100 + activityId,
    status_id: outcome === undefined ? 0 : STATUS[outcome],
    ...(typeof time === "string" ? { time: Date.parse(time) } : {}),
  };
  const unmapped: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    const path = Object.hasOwn(OCSF_NAMES, name) ? OCSF_NAMES[name as Field] : undefined;
    if (path === undefined) unmapped[name] = value;
    else if (value !== null) place(told, path.split("."), value);
  }
  return { ...told, unmapped };
}

function place(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let node = target;
  path.slice(0, -1).forEach((key, at) => {
    node[key] ??= /^\d$/.test(path[at + 1]!) ? [] : {};
    node = node[key] as Record<string, unknown>;
  });
  node[path.at(-1)!] ??= value;
}
