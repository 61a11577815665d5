import type { MessageFields } from "../fields.ts";
import { readAuditBody } from "./audit-record.ts";
import { avcFields } from "./avc.ts";
import { type EventDraft, sourceFields } from "./event-draft.ts";
import { numberField, readPairs, readShapes, type Shape, textField, writeFields, writeShapes } from "./shapes.ts";

/** The kernel: what starts and stops the system and its logging, links, packet filters, and denials by SELinux and AppArmor. */
export function readKernel(message: string, event: EventDraft): boolean {
  const text = message.charCodeAt(0) === 91 ? message.replace(/^\[ *\d+\.\d+\] /, "") : message;
  // `audit: type=1400 audit(1.2:3): ...` is auditd's record, told by the kernel because nobody else listened.
  const audit = /^(?:audit: )?type=(\d{4}) audit\(([\d.:]+)\): /.exec(text);
  if (audit !== null) return readAuditBody(audit[1]!, audit[2]!, text.slice(audit[0].length), event);
  const avc = text.indexOf("avc: ");
  const fields = avc === -1 ? (packetFields(text) ?? readShapes(KERNEL, text)) : avcFields(text.slice(avc + 5));
  if (fields === null) return false;
  writeFields(event, { category: "system", ...fields });
  return true;
}

const KERNEL: readonly Shape[] = [
  [/^Kernel logging \(proc\) stopped/s, () => ({ action: "kernel_logging_stopped", outcome: "success" })],
  [/^Kernel log daemon terminating/s, () => ({ action: "kernel_logging_stopped", outcome: "success" })],
  [/^klogd [\w.-]+, log source = .* started/s, () => ({ action: "kernel_logging_started", outcome: "success" })],
  [/^Linux version (\S+)/s, (found) => ({ action: "system_started", outcome: "success", detail: `Linux ${found[1]}` })],
  [/^(?:reboot: )?(?:Restarting system|Power down|System halted|Rebooting)/s, (found) => ({ action: "system_stopped", outcome: "success", detail: found[0] })],
  [/^(?:device )?(\S+?):? (entered|left) promiscuous mode/s, (found) => ({ category: "network", action: "network_configured", outcome: "success", detail: `${found[1]} ${found[2]} promiscuous mode` })],
  [
    /^(?:\S+ [\da-f]{4}:[\da-f:.]+ )?([\w.-]+): (?:\w+: )?(?:[\w.-]+ )?(?:NIC )?[Ll]ink (?:is )?(up|down|Up|Down|becomes ready)\b/s,
    (found) => ({ category: "network", action: found[2]!.toLowerCase() === "down" ? "network_failed" : "network_configured", outcome: found[2]!.toLowerCase() === "down" ? "failure" : "success", detail: `${found[1]} link ${found[2]!.toLowerCase()}` }),
  ],
  [/^Out of memory: Kill(?:ed)? process (\d+) \(([^)]*)\)/s, (found) => ({ action: "application_failed", outcome: "failure", detail: "out of memory", serviceName: found[2]! })],
  [/^([\w.+-]+)\[(\d+)\]: segfault at /s, (found) => ({ action: "application_failed", outcome: "failure", detail: "segmentation fault", serviceName: found[1]! })],
];

/** Lines of iptables, nftables and ufw: `[UFW BLOCK] IN=eth0 OUT= MAC=... SRC=192.0.2.1 DST=198.51.100.2 ... PROTO=TCP SPT=1 DPT=22`. */
function packetFields(text: string): MessageFields | null {
  const at = text.indexOf("IN=");
  if (at === -1 || !text.includes("SRC=", at) || !text.includes("DST=", at)) return null;
  const pairs = readPairs(text.slice(at));
  // What a rule did is only in the words its author gave it.
  const prefix = text.slice(0, at);
  const blocked = /\b(?:block|drop|deny|denied|reject)/i.test(prefix);
  const allowed = !blocked && /\b(?:allow|accept|audit)/i.test(prefix);
  return {
    category: "firewall",
    ...(blocked ? { action: "connection_blocked", outcome: "failure" } : allowed ? { action: "connection_opened", outcome: "success" } : {}),
    ...textField("detail", prefix.trim()),
    ...sourceFields(pairs.get("SRC")),
    ...numberField("sourcePort", pairs.get("SPT")),
    ...textField("destinationIp", pairs.get("DST")),
    ...numberField("destinationPort", pairs.get("DPT")),
  };
}

/** syslogd, rsyslogd and syslog-ng, also where a stopping syslogd writes no program at all: `host exiting on signal 15`. */
export function readSyslogDaemon(message: string, event: EventDraft): boolean {
  return writeShapes(SYSLOGD, message, event, { category: "system" });
}

const SYSLOGD: readonly Shape[] = [
  [/^(?:\[origin [^\]]*\] )?exiting on signal (\d+)/s, (found) => ({ action: "logging_stopped", outcome: "success", detail: `signal ${found[1]}` })],
  [/^restart(?: \(.*\))?\.?$/s, () => ({ action: "logging_started", outcome: "success" })],
  [/^\[origin [^\]]*\] (?:re)?start$/s, () => ({ action: "logging_started", outcome: "success" })],
  [/^syslog-ng starting up/s, () => ({ action: "logging_started", outcome: "success" })],
  [/^syslog-ng shutting down/s, () => ({ action: "logging_stopped", outcome: "success" })],
  [/^last message repeated (\d+) times?$/s, (found) => ({ detail: found[0]! })],
];

/** rsyslogd says in many words that it loses messages. */
export function readRsyslogd(message: string, event: EventDraft): boolean {
  if (readSyslogDaemon(message, event)) return true;
  const lost = /begins to drop messages|lost \d{1,15} messages|messages lost due to rate-limiting/.exec(message);
  if (lost === null) return false;
  writeFields(event, { category: "system", action: "logging_stopped", outcome: "failure", detail: lost[0] } satisfies MessageFields);
  return true;
}
