import type { LogEvent, MessageFields } from "../fields.ts";
import { type EventDraft, isAddress, sourceFields } from "./event-draft.ts";
import { parseTimestamp, type TimeReference } from "./timestamp.ts";

/**
 * Parts of records that stand alone on a line, as the logging matrix shows them and as people paste them: a time, a method
 * of a cloud's audit log, a service command, a name and its value, the ends of a connection. Null for anything else.
 */
export function parseFragment(line: string, reference: TimeReference): LogEvent | null {
  if (line.length > 512) return null;
  const text = line.trim();
  const time = parseTimestamp(text, reference);
  if (time !== null) return time.length === text.length ? fragment(line, "timestamp", {}, time) : null;
  const fields = methodFields(text) ?? commandFields(text) ?? pairFields(text) ?? deviceFields(text);
  return fields === null ? null : fragment(line, fields.format ?? "text", fields, { time: null, timeSource: "missing" });
}

function fragment(line: string, format: string, fields: MessageFields, { time, timeSource }: Pick<LogEvent, "time" | "timeSource">): LogEvent {
  return { parsed: true, line, time, timeSource, message: line, format, ...fields };
}

const METHOD = /^(?:(?:v\d+|beta|alpha|v\d+(?:alpha|beta)\d*)\.)?(?:[a-z][A-Za-z]+\.){1,6}(get|list|create|insert|delete|update|patch|setIamPolicy|getIamPolicy|start|stop|reset|undelete|enable|disable)$/;
const METHOD_ACTIONS: { readonly [verb: string]: MessageFields["action"] } = {
  get: "resource_read", list: "resource_read", getIamPolicy: "resource_read", create: "resource_created", insert: "resource_created", undelete: "resource_created",
  delete: "resource_deleted", update: "resource_changed", patch: "resource_changed", setIamPolicy: "privilege_granted", start: "resource_changed", stop: "resource_changed",
  reset: "resource_changed", enable: "resource_changed", disable: "resource_changed",
};

/** What the last word of a GCP method name says is done. */
export function methodAction(method: string): MessageFields["action"] {
  const verb = method.slice(method.lastIndexOf(".") + 1);
  const exact = Object.hasOwn(METHOD_ACTIONS, verb) ? METHOD_ACTIONS[verb] : undefined;
  if (exact !== undefined) return exact;
  const start = /^(Get|List|Create|Insert|Delete|Update|Patch|SetIamPolicy|Undelete)(?=[A-Z]|$)/.exec(verb)?.[1];
  return start === undefined ? undefined : METHOD_ACTIONS[start.charAt(0).toLowerCase() + start.slice(1)];
}

/** `storage.objects.delete`, `v1.compute.instances.delete`. */
function methodFields(text: string): MessageFields | null {
  const found = METHOD.exec(text);
  if (found === null) return null;
  const action = METHOD_ACTIONS[found[1]!];
  return { format: "gcp-audit", product: "gcp", service: "gcp.audit", ...(action === undefined ? {} : { action }), detail: text };
}

const VERBS: { readonly [verb: string]: MessageFields["action"] } = { start: "service_started", restart: "service_started", stop: "service_stopped" };

/** `service sshd start`, `systemctl stop auditd.service`: what was asked for; how it ended is not told. */
function commandFields(text: string): MessageFields | null {
  const found = /^(?:(?:\/usr)?\/s?bin\/)?(?:service ([\w@.:-]+) (start|stop|restart|reload|status|force-reload|condrestart)|systemctl (start|stop|restart|reload|status|enable|disable|mask|unmask) ([\w@.:\\-]+))$/.exec(text);
  if (found === null) return null;
  const action = VERBS[(found[2] ?? found[3])!];
  return { format: "command", product: "linux", category: "process_creation", command: text, CommandLine: text, Image: text.split(" ", 1)[0]!, serviceName: (found[1] ?? found[4])!, ...(action === undefined ? {} : { action }) };
}

const ID_KEYS = /^(?:user_?id|uid|account_?id|actor_?id|principal_?id|member_?id)$/i;
const NAME_KEYS = /^(?:user_?name|user|login|account|actor|principal|email|member|token_?name)$/i;

/** `"user_id":3003042`, `"username":"jsmith-admin"`, and an opaque number by itself, which names somebody without saying whom. */
function pairFields(text: string): MessageFields | null {
  const found = /^"([\w.-]{1,64})" ?: ?(?:"((?:[^"\\]|\\.)*)"|(-?\d{1,20}))(,?)$/.exec(text);
  if (found !== null) {
    const value = found[3] ?? found[2]!;
    if (ID_KEYS.test(found[1]!)) return { format: "json", userId: value };
    return NAME_KEYS.test(found[1]!) && found[2] !== undefined ? { format: "json", user: value } : null;
  }
  const opaque = /^"([A-Za-z0-9]{20,22})",?$/.exec(text);
  return opaque !== null && /[a-z]/.test(opaque[1]!) && /[A-Z]/.test(opaque[1]!) && /\d/.test(opaque[1]!) ? { format: "json", userId: opaque[1]! } : null;
}

/** `ADDRESS - ADDRESS - device ID - NUMBER`; where the words still stand for the addresses, they are holes. */
function deviceFields(text: string): MessageFields | null {
  const found = /^(\S+|source IP) - (\S+|destination IP) - (?:device ID|deviceId|device) - ([0-9A-Za-z]{4,32}(?:-[0-9A-Za-z]{4,32}){1,6})$/.exec(text);
  if (found === null) return null;
  const known = (value: string): string | undefined => (isAddress(value) ? value : undefined);
  const [source, destinationIp] = [known(found[1]!), known(found[2]!)];
  if ((source === undefined && found[1] !== "source IP") || (destinationIp === undefined && found[2] !== "destination IP")) return null;
  const event: Partial<EventDraft> = { format: "text", deviceId: found[3]! };
  if (destinationIp !== undefined) event.destinationIp = destinationIp;
  return { ...event, ...sourceFields(source) } as MessageFields;
}
