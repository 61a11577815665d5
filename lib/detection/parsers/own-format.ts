import { type LogEvent, type MessageFields, numberField, sourceFields } from "../fields.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import { readPairs, textField } from "./shapes.ts";
import { monthNumber, parseTimestamp, type TimeReference } from "./timestamp.ts";

/** Reads formats that are not syslog: each has a time and an order of its own. Null when the line is none of them. */
export function parseOwnFormat(line: string, reference: TimeReference): LogEvent | null {
  if (line.length > DETECTION_LIMITS.messageCharsForFields) return null;
  for (const { pattern, read } of FORMATS) {
    const found = pattern.exec(line);
    const result = found && read(found);
    if (!result) continue;
    const { when, message, ...fields } = result;
    const timestamp = parseTimestamp(when, reference) ?? { time: null, timeSource: "missing" as const };
    return { parsed: true, line, time: timestamp.time, timeSource: timestamp.timeSource, message: message ?? line, format: "text", ...fields };
  }
  return null;
}

type Read = MessageFields & { readonly when: string; readonly message?: string };
type Format = { readonly pattern: RegExp; readonly read: (found: RegExpExecArray) => Read | null };

const FORMATS: readonly Format[] = [
  {
    // auditd: type=CONFIG_CHANGE msg=audit(1791187200.418:771): auid=1000 op=set audit_enabled=0 res=1
    pattern: /^(?:node=(\S+) )?type=([A-Z_]+) msg=audit\((\d{9,11})\.(\d{3}):\d+\): ?(.*)$/s,
    read: (found) => ({ when: new Date(Number(found[3]) * 1000 + Number(found[4])).toISOString(), message: found[5]!, ...textField("host", found[1]), ...auditFields(found[2]!, found[5]!) }),
  },
  {
    // nginx and its kin: 2019/10/04 18:06:23 [error] 29881#0: *319208 connect() failed ..., client: 203.0.113.9, server: ...
    pattern: /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}:\d{2}:\d{2}) \[(\w+)\] (\d+)#\d+: (?:\*\d+ )?(.*)$/s,
    read: (found) => ({ when: `${found[1]}-${found[2]}-${found[3]}T${found[4]}`, message: found[7]!, ...webError("nginx", found[7]!), ...numberField("pid", found[6]), detail: found[5]! }),
  },
  {
    // Apache: [Mon Oct 05 06:00:01.220481 2026] [mpm_event:notice] [pid 811:tid 811] AH00489: ...
    pattern: /^\[\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?) (\d{4})\] \[([\w:]+)\] (?:\[pid (\d+)[^\]]*\] )?(?:\[client ([^\]]*?)(?::\d+)?\] )?(.*)$/s,
    read: (found) => ({ ...dated(found[4]!, found[1]!, found[2]!, found[3]!), message: found[8]!, ...webError("apache", found[8]!), ...numberField("pid", found[6]), ...sourceFields(found[7]), detail: found[5]! }),
  },
  {
    // Common and combined access log: 203.0.113.9 - jsmith [05/Oct/2026:06:12:41 +0000] "GET /a HTTP/1.1" 200 5120
    pattern: /^(\S+) \S+ (\S+) \[(\d{2})\/(\w{3})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)/s,
    read: (found) => accessLine(found),
  },
  {
    // xferlog, also where the remote host was lost: Mon Jun 19 04:44:43 2017 1 [host] 20 /a.csv a _ o r user ftp 0 * c
    pattern: /^\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4}) \d+ (?:(\S+) )?(\d+) (\S+) [ab] \S+ ([oid]) ([agr]) (\S+) (\S+) [01] \S+ ([ci])$/s,
    read: (found) => transferLine(found),
  },
  {
    // A PATH record without its keys, the name and the inode glued: Sat Feb 3 05:32:20 CST 2007 0 /etc/hosts1308742 fd:00 0100644 ...
    pattern: /^\w{3} (\w{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (?:[A-Z]{2,5} )?(\d{4}) \d+ (\/\S*) ?(?:\d+ )?[0-9a-f]{2}:[0-9a-f]{2} 0[0-7]{5,6} (\d+) (\d+) [0-9a-f]{2}:[0-9a-f]{2} (\S+)$/s,
    read: (found) => ({ ...dated(found[4]!, found[1]!, found[2]!, found[3]!), format: "audit-path", product: "linux", service: "auditd", category: "file_event", action: "file_touched", object: found[5]!, ...numberField("uid", found[6]), avcTarget: found[8]! }),
  },
  {
    // Application log: October 06, 2014 11:56: User "Administrator" ( was created
    pattern: /^(\w{3,9}) (\d{2}), (\d{4}) (\d{2}:\d{2}): (.*)$/s,
    read: (found) => ({ ...dated(found[3]!, found[1]!, found[2]!, `${found[4]}:00`), message: found[5]!, format: "application", category: "application", ...applicationFields(found[5]!) }),
  },
];

function dated(year: string, month: string, day: string, clock: string, zone = ""): { when: string } {
  return { when: `${year}-${monthNumber(month) ?? "00"}-${day.padStart(2, "0")}T${clock}${zone}` };
}

const AUDIT_ACTIONS: { readonly [type: string]: MessageFields["action"] } = {
  CONFIG_CHANGE: "security_settings_changed",
  MAC_STATUS: "security_settings_changed",
  MAC_POLICY_LOAD: "security_settings_changed",
  AVC: "access_denied_by_policy",
  SERVICE_START: "service_started",
  SERVICE_STOP: "service_stopped",
  SYSTEM_BOOT: "system_started",
  ADD_USER: "user_created",
  DEL_USER: "user_removed",
  ADD_GROUP: "group_created",
  DEL_GROUP: "group_removed",
  USER_CMD: "command_run",
};

/** Sigma's auditd rules use the record's own keys (`type`, `exe`, `key`, ...): they are found in the message as keywords. */
function auditFields(recordType: string, text: string): MessageFields {
  const pairs = readPairs(text.replaceAll(/["']/g, " "));
  const result = pairs.get("res");
  const signIn = recordType === "USER_LOGIN" || recordType === "USER_AUTH";
  const failed = result === "failed" || result === "0";
  const action = signIn && result !== undefined ? (failed ? "authentication_failed" : "authentication_succeeded") : AUDIT_ACTIONS[recordType];
  return {
    format: "auditd",
    product: "linux",
    service: "auditd",
    recordType,
    ...(action === undefined ? {} : { action }),
    ...(result === undefined ? {} : { outcome: failed ? "failure" : "success" }),
    ...textField("user", pairs.get("acct")),
    ...numberField("uid", pairs.get("auid") === "4294967295" ? undefined : pairs.get("auid")),
    ...sourceFields(pairs.get("addr")),
    ...textField("command", pairs.get("exe")),
    ...textField("serviceName", pairs.get("unit")),
  };
}

function webError(product: string, text: string): MessageFields {
  const client = /\bclient: ([^\s,]+)/.exec(text)?.[1];
  const user = /\buser "?([^\s":]+)"?:? (?:was not found|: password mismatch|not found|.*[Pp]assword [Mm]ismatch)/.exec(text)?.[1];
  return {
    format: `${product}-error`,
    product,
    service: "error",
    category: "webserver",
    action: user === undefined ? "error_logged" : "authentication_failed",
    ...(user === undefined ? {} : { outcome: "failure" as const, user }),
    ...sourceFields(client),
    ...textField("object", /\brequest: "([^"]*)"/.exec(text)?.[1]),
  };
}

function accessLine(found: RegExpExecArray): Read {
  const status = Number(found[9]);
  return {
    ...dated(found[5]!, found[4]!, found[3]!, found[6]!, found[7]!),
    format: "access",
    category: "webserver",
    action: "request_served",
    outcome: status < 400 ? "success" : "failure",
    statusCode: status,
    object: found[8]!,
    ...sourceFields(found[1]),
    ...(found[2] === "-" ? {} : { user: found[2]! }),
    ...numberField("bytes", found[10]),
  };
}

function transferLine(found: RegExpExecArray): Read {
  return {
    ...dated(found[4]!, found[1]!, found[2]!, found[3]!),
    format: "xferlog",
    product: "linux",
    service: "ftp",
    category: "file_event",
    action: found[8] === "o" ? "file_sent" : "file_received",
    outcome: found[12] === "c" ? "success" : "failure",
    user: found[10]!,
    object: found[7]!,
    ...numberField("bytes", found[6]),
    ...sourceFields(found[5]),
  };
}

function applicationFields(text: string): MessageFields {
  const named = /^(User|Project) "([^"]*)".* was (created|removed)$/.exec(text);
  if (named) {
    const created = named[3] === "created";
    if (named[1] === "User") return { action: created ? "user_created" : "user_removed", outcome: "success", targetUser: named[2]! };
    return { action: created ? "project_created" : "project_removed", outcome: "success", object: named[2]! };
  }
  const project = /^(.*) created a new project "([^"]*)"$/.exec(text);
  return project ? { action: "project_created", outcome: "success", user: project[1]!, object: project[2]! } : {};
}
