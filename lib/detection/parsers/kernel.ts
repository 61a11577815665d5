import type { MessageFields } from "../fields.ts";
import { readPairs, readShapes, type Shape, textField } from "./shapes.ts";

/** The kernel and the system logger: what starts and stops the system and its logging, and SELinux denials. */
export function parseKernel(message: string): MessageFields | null {
  const fields = readShapes(KERNEL, message.replace(/^\[ *\d+\.\d+\] /, ""));
  return fields && { category: "system", ...fields };
}

const KERNEL: readonly Shape[] = [
  [
    /(?:^|[: ])avc: +(denied|granted) +\{ ([^}]*) \}(.*)$/s,
    (found) => ({
      category: "access",
      action: "access_denied_by_policy",
      outcome: found[1] === "denied" ? "failure" : "success",
      avcPermissions: found[2]!,
      ...avc(found[3]!),
    }),
  ],
  [/^Kernel logging \(proc\) stopped/s, () => ({ action: "kernel_logging_stopped" })],
  [/^Kernel log daemon terminating/s, () => ({ action: "kernel_logging_stopped" })],
  [/^klogd [\w.-]+, log source = .* started/s, () => ({ action: "kernel_logging_started" })],
  [/^Linux version /s, () => ({ action: "system_started" })],
  [/^(?:device )?(\S+): entered promiscuous mode|^device (\S+) entered promiscuous mode/s, (found) => ({ action: "network_configured", detail: `${found[1] ?? found[2]} promiscuous` })],
];

function avc(text: string): MessageFields {
  const pairs = readPairs(text);
  const { scontext, tcontext, tclass, exe, name } = Object.fromEntries(pairs);
  return {
    ...textField("avcSource", scontext),
    ...textField("avcTarget", tcontext),
    ...textField("avcClass", tclass),
    ...textField("command", exe),
    ...textField("detail", name),
  };
}

/** syslogd, rsyslogd and syslog-ng, also where a stopping syslogd writes no program at all: `host exiting on signal 15`. */
export function parseSyslogDaemon(message: string): MessageFields | null {
  const fields = readShapes(SYSLOGD, message);
  return fields && { category: "system", ...fields };
}

const SYSLOGD: readonly Shape[] = [
  [/(?:^|\] )exiting on signal (\d+)/s, (found) => ({ action: "logging_stopped", detail: `signal ${found[1]}` })],
  [/^restart(?: \(.*\))?\.?$/s, () => ({ action: "logging_started" })],
  [/\] start$|^syslog-ng starting up/s, () => ({ action: "logging_started" })],
  [/^syslog-ng shutting down/s, () => ({ action: "logging_stopped" })],
  [/begins to drop messages|lost \d+ messages|messages lost due to rate-limiting/s, (found) => ({ action: "logging_stopped", outcome: "failure", detail: found[0] })],
];
