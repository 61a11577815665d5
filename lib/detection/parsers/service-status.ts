import type { MessageFields } from "../fields.ts";
import type { EventDraft } from "./event-draft.ts";
import { type Shape, textField, writeFields, writeShapes } from "./shapes.ts";

/** Services that start, stop or fail: SysV init scripts, xinetd and systemd. */
export function readServiceStatus(text: string, event: EventDraft): boolean {
  const network = networkFields(text);
  if (network !== null) {
    writeFields(event, { format: "service" }, network);
    return true;
  }
  return writeShapes(SHAPES, text, event, { category: "service", format: "service" });
}

const OUTCOME = { succeeded: "success", failed: "failure" } as const;
type Result = keyof typeof OUTCOME;

function transition(verb: string, result: Result, serviceName: string): MessageFields {
  const starting = verb === "startup" || verb.startsWith("Start");
  const ok = result === "succeeded";
  const action = starting ? (ok ? "service_started" : "service_start_failed") : ok ? "service_stopped" : "service_stop_failed";
  return { action, outcome: OUTCOME[result], serviceName };
}

/** `Setting network parameters: succeeded`, `Bringing up interface eth0: failed`. */
function networkFields(text: string): MessageFields | null {
  if (!/^(?:Setting|Bringing up|Bringing down|Shutting down) /i.test(text)) return null;
  const result = /: +(succeeded|failed)$/.exec(text.slice(-64));
  if (result === null || !/network|interface|loopback/i.test(text)) return null;
  const detail = text.slice(0, text.lastIndexOf(":")).trimEnd();
  return { category: "network", action: result[1] === "failed" ? "network_failed" : "network_configured", outcome: OUTCOME[result[1] as Result], detail };
}

const SHAPES: readonly Shape[] = [
  [/^(\S+) (startup|shutdown) (succeeded|failed)$/s, (found) => transition(found[2]!, found[3] as Result, found[1]!)],
  [/^(Starting|Stopping) ([^:]*): +(succeeded|failed)$/s, (found) => transition(found[1]!, found[3] as Result, found[2]!)],
  [/^Service (\S+) failed to start\b(.*)$/s, (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[1]!, ...textField("detail", found[2]!.trim()) })],
  [
    /^bind failed \((.*)\)\. service = (\S+)$/s,
    (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[2]!, detail: found[1]! }),
  ],
  [/^Failed to start (.+?)\.?$/s, (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[1]! })],
  [/^Failed to stop (.+?)\.?$/s, (found) => ({ action: "service_stop_failed", outcome: "failure", serviceName: found[1]! })],
  [/^(\S+\.\w+): Failed with result '?([\w-]+)'?\.?$/s, (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[1]!, detail: found[2]! })],
  [/^(\S+\.\w+): (?:Main process exited|Control process exited), code=(.*)$/s, (found) => ({ serviceName: found[1]!, detail: `exited, code=${found[2]}` })],
];

/** systemd itself, whose words would mean something else from any other program. */
export function readSystemd(text: string, event: EventDraft): boolean {
  return readServiceStatus(text, event) || writeShapes(SYSTEMD, text, event, { category: "service", format: "service" });
}

const SYSTEMD: readonly Shape[] = [
  [/^(?:Reached target|Starting) (?:\S+ - )?(?:System )?(?:Shutdown|Power[- ]Off|Reboot|Halt)\b.*$/s, (found) => ({ category: "system", action: "system_stopped", outcome: "success", detail: found[0]!.replace(/\.$/, "") })],
  [/^(?:Powering off|Rebooting|Shutting down)\.?$/s, (found) => ({ category: "system", action: "system_stopped", outcome: "success", detail: found[0]!.replace(/\.$/, "") })],
  [/^systemd \S+ running in system mode/s, () => ({ category: "system", action: "system_started", outcome: "success" })],
  [/^Startup finished in /s, () => ({ category: "system", action: "system_started", outcome: "success" })],
  // Sessions are told by logind and PAM; here they would be services.
  [/^Started Session \S+ of [Uu]ser (\S+?)\.?$/s, (found) => ({ targetUser: found[1]!, detail: "session scope" })],
  [/^Started (.+?)\.?$/s, (found) => ({ action: "service_started", outcome: "success", serviceName: found[1]! })],
  [/^Stopped (?!target )(.+?)\.?$/s, (found) => ({ action: "service_stopped", outcome: "success", serviceName: found[1]! })],
  [/^Finished (.+?)\.?$/s, (found) => ({ action: "service_started", outcome: "success", serviceName: found[1]!, detail: "finished" })],
];

/** systemd-logind: power, and seats. */
export function readLogind(text: string, event: EventDraft): boolean {
  return writeShapes(LOGIND, text, event, { category: "authentication" });
}

const LOGIND: readonly Shape[] = [
  [/^New session (\S+) of user (\S+?)\.$/s, (found) => ({ action: "session_opened", outcome: "success", sessionId: found[1]!, targetUser: found[2]! })],
  [/^(?:System is (?:powering down|rebooting|halting)|Power key pressed)/s, (found) => ({ category: "system", action: "system_stopped", outcome: "success", detail: found[0]! })],
];

/** Daemons that set up the network: dhclient, NetworkManager, networkd, wpa_supplicant. */
export function readNetworkDaemon(text: string, event: EventDraft): boolean {
  return readServiceStatus(text, event) || writeShapes(NETWORK, text, event, { category: "network" });
}

const NETWORK: readonly Shape[] = [
  [/^<(\w+)> +(?:\[[\d.]+\] )?device \(([^)]+)\): state change: (\S+) -> (failed|unavailable|disconnected|activated|deactivating)\b/s, (found) => link(found[2]!, found[4]!)],
  [/^(\S+): (?:Gained|Lost) carrier$/s, (found) => link(found[1]!, found[0]!.includes("Lost") ? "carrier lost" : "carrier gained")],
  [/^(?:DHCPACK|DHCPOFFER) (?:of|from) (\S+)/s, (found) => ({ action: "network_configured", outcome: "success", detail: found[0]! })],
  [/^No (?:working leases|DHCPOFFERS)\b.*$/s, (found) => ({ action: "network_failed", outcome: "failure", detail: found[0]! })],
  [/^Failed to (?:bring up|configure|start) (\S+)/s, (found) => ({ action: "network_failed", outcome: "failure", detail: found[0]! })],
];

const DOWN = /failed|unavailable|lost/;

function link(device: string, state: string): MessageFields {
  const down = DOWN.test(state);
  return { action: down ? "network_failed" : "network_configured", outcome: down ? "failure" : "success", detail: `${device} ${state}` };
}

/** BIND: questions that it refuses. */
export function readNamed(text: string, event: EventDraft): boolean {
  const found = /^(?:\w+: )?client (?:@0x[\da-f]+ )?([\da-fA-F.:]+)#(\d+)(?: \([^)]*\))?: (?:view \S+: )?(query(?: \(cache\))?|update|zone transfer|notify) (?:\(cache\) )?'([^']*)'(?:[^']*)? denied/s.exec(text);
  if (found === null) return readBadTransfer(text, event);
  writeFields(event, {
    category: "dns",
    action: "request_denied",
    outcome: "failure",
    object: found[4]!,
    detail: found[3]!,
    ...named(found[1]!, found[2]!),
  } satisfies MessageFields);
  return true;
}

function readBadTransfer(text: string, event: EventDraft): boolean {
  const found = /^(?:\w+: )?client (?:@0x[\da-f]+ )?([\da-fA-F.:]+)#(\d+)(?: \([^)]*\))?: bad zone transfer request: '([^']*)': (.*)$/s.exec(text);
  if (found === null) return false;
  writeFields(event, { category: "dns", action: "request_denied", outcome: "failure", object: found[3]!, detail: found[4]!, ...named(found[1]!, found[2]!) } satisfies MessageFields);
  return true;
}

function named(address: string, port: string): MessageFields {
  return { source: address, sourceIp: address, sourcePort: Number(port) };
}
