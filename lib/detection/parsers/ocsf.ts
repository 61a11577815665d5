import type { EventAction, EventRecord, LogEvent } from "../fields.ts";

/** The edition of the Open Cybersecurity Schema Framework whose names are used. */
const OCSF_VERSION = "1.8.0";

type Field = keyof LogEvent;

/** Where a field of ours stands in OCSF, unless its class says otherwise. What has no place there stays under `unmapped`, by our name. */
export const OCSF_NAMES: { readonly [field in Field]?: string } = {
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
  attachments: "email.files.*.name",
  queueId: "email.uid",
  database: "database.name",
  statement: "query_info.query_string",
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

/** Attributes of any event, those of the host profile among them. */
const OF_ALL: readonly string[] = ["metadata", "message", "raw_data", "status_code", "status_detail", "severity", "count", "device", "actor"];
const ENDPOINTS = ["src_endpoint", "dst_endpoint"];

/** What a class has besides, of what a field of ours may stand in; and the fields that stand elsewhere in it. */
const OF_CLASS: { readonly [classUid: number]: { readonly has: readonly string[]; readonly names?: { readonly [field in Field]?: string } } } = {
  [AUTHENTICATION]: { has: [...ENDPOINTS, "user", "auth_protocol", "http_request"] },
  [ACCOUNT_CHANGE]: { has: ["src_endpoint", "user", "http_request"] },
  [GROUP_MANAGEMENT]: { has: ["src_endpoint", "user", "group", "http_request"] },
  // Whoever a command is run as is the user of its process.
  [PROCESS]: { has: ["process"], names: { targetUser: "process.user.name", targetUid: "process.user.uid" } },
  [FILE]: { has: ["file"], names: { object: "file.path", bytes: "file.size" } },
  [JOB]: { has: ["job"], names: { CommandLine: "job.cmd_line" } },
  [HTTP]: { has: [...ENDPOINTS, "http_request", "http_response", "traffic"], names: { statusCode: "http_response.code" } },
  [EMAIL]: { has: [...ENDPOINTS, "email"], names: { bytes: "email.size" } },
  [NETWORK]: { has: [...ENDPOINTS, "traffic"] },
  [API]: { has: [...ENDPOINTS, "api", "http_request", "resources"] },
  [DATASTORE]: { has: [...ENDPOINTS, "database", "query_info", "table", "http_request"], names: { object: "table.name", bytes: "query_info.bytes" } },
  [LIFECYCLE]: { has: ["app"], names: { serviceName: "app.name" } },
  [FILE_HOSTING]: { has: [...ENDPOINTS, "file", "http_request"], names: { object: "file.path", bytes: "file.size" } },
};

/** Our numbers that OCSF has as texts. */
const TEXTS: ReadonlySet<string> = new Set<Field>(["uid", "targetUid", "targetGid", "statusCode"]);

/** Activities of the class of HTTP, by method. */
const HTTP_ACTIVITIES: readonly (string | null)[] = [null, "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "PATCH"];

export const OCSF_CLASSES: { readonly [action in EventAction]?: Class } = {
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
  data_inserted: [DATASTORE, 5],
  data_deleted: [DATASTORE, 7],
  data_exported: [DATASTORE, 99],
  application_started: [LIFECYCLE, 3],
  application_stopped: [LIFECYCLE, 4],
  service_started: [LIFECYCLE, 3],
  service_stopped: [LIFECYCLE, 4],
};

const STATUS = { success: 1, failure: 2 } as const;
const UNKNOWN = 0;
const OTHER = 99;

/**
 * The event under OCSF's names: nested objects, numbers of class and activity. Only attributes that its class has are
 * written, in the type that the schema gives them; whatever has no place there is under `unmapped`, by our name.
 */
export function toOcsf(event: EventRecord): Record<string, unknown> {
  const { action, outcome, time, logLevel } = event as Partial<LogEvent>;
  const [classUid, activityId] = classOf(event);
  const told: Record<string, unknown> = {
    metadata: { version: OCSF_VERSION, profiles: ["host"] },
    category_uid: Math.floor(classUid / 1000),
    class_uid: classUid,
    activity_id: activityId,
    // An activity that the schema has no number for is called by its own name.
    ...(activityId === OTHER ? { activity_name: action } : {}),
    type_uid: classUid * 100 + activityId,
    severity_id: logLevel === undefined ? UNKNOWN : OTHER,
    status_id: outcome === undefined ? UNKNOWN : STATUS[outcome],
    ...(typeof time === "string" ? { time: Date.parse(time) } : {}),
  };
  const unmapped: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    const path = ocsfPath(name, classUid);
    const typed = TEXTS.has(name) && typeof value === "number" && !path?.endsWith(".code") ? String(value) : value;
    if (path === null || (value !== null && !place(told, path.split("."), typed))) unmapped[name] = value;
  }
  return { ...told, unmapped };
}

/** Where a field of ours stands in an event of a class; null for what that class has no place for. */
export function ocsfPath(field: string, classUid: number): string | null {
  const own = OF_CLASS[classUid];
  const names = own?.names !== undefined && Object.hasOwn(own.names, field) ? own.names : OCSF_NAMES;
  const path = Object.hasOwn(names, field) ? names[field as Field]! : null;
  const head = path?.split(".")[0];
  return head !== undefined && (OF_ALL.includes(head) || own?.has.includes(head) === true) ? path : null;
}

function classOf({ action, method }: Partial<LogEvent>): Class {
  const found = action === undefined || !Object.hasOwn(OCSF_CLASSES, action) ? undefined : OCSF_CLASSES[action];
  if (found?.[0] !== HTTP) return found ?? [0, UNKNOWN];
  const activity = typeof method === "string" ? HTTP_ACTIVITIES.indexOf(method.toUpperCase()) : -1;
  return activity > 0 ? [HTTP, activity] : found;
}

/** Puts a value at a path, where a star is each member of a list, and a digit one; false when another stands there. */
function place(target: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const star = path.indexOf("*");
  if (star > 0) {
    const members = (Array.isArray(value) ? value : [value]).map((one: unknown) => ({ [path.at(-1)!]: one }));
    return place(target, path.slice(0, star), members);
  }
  let node = target;
  path.slice(0, -1).forEach((key, at) => {
    node[key] ??= /^\d$/.test(path[at + 1]!) ? [] : {};
    node = node[key] as Record<string, unknown>;
  });
  const last = path.at(-1)!;
  if (node[last] !== undefined) return false;
  node[last] = value;
  return true;
}
