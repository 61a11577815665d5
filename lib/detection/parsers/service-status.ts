import type { MessageFields } from "../fields.ts";
import { readShapes, type Shape, textField } from "./shapes.ts";

/** Services that start, stop or fail: SysV init scripts, xinetd and systemd. */
export function parseServiceStatus(message: string): MessageFields | null {
  const fields = readShapes(SHAPES, message.replace(/\s+$/, ""));
  return fields && { category: "service", format: "service", ...fields };
}

const OUTCOME = { succeeded: "success", failed: "failure" } as const;

function transition(verb: string, result: keyof typeof OUTCOME, serviceName: string): MessageFields {
  const starting = verb === "startup" || verb.startsWith("Start");
  const ok = result === "succeeded";
  const action = starting ? (ok ? "service_started" : "service_start_failed") : ok ? "service_stopped" : "service_stop_failed";
  return { action, outcome: OUTCOME[result], serviceName };
}

const SHAPES: readonly Shape[] = [
  [/^(\S+) (startup|shutdown) (succeeded|failed)$/s, (found) => transition(found[2]!, found[3] as keyof typeof OUTCOME, found[1]!)],
  [
    /^((?:Setting|Bringing up|Bringing down|Shutting down) .*(?:network|interface|loopback).*?): +(succeeded|failed)$/is,
    (found) => ({ category: "network", action: "network_configured", outcome: OUTCOME[found[2] as keyof typeof OUTCOME], detail: found[1]! }),
  ],
  [/^(Starting|Stopping) (.*?): +(succeeded|failed)$/s, (found) => transition(found[1]!, found[3] as keyof typeof OUTCOME, found[2]!)],
  [/^Service (\S+) failed to start\b(.*)$/s, (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[1]!, ...textField("detail", found[2]!.trim()) })],
  [
    /^bind failed \((.*)\)\. service = (\S+)$/s,
    (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[2]!, detail: found[1]! }),
  ],
  [/^Failed to start (.*?)\.?$/s, (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[1]! })],
  [/^(\S+\.\w+): Failed with result '?([\w-]+)'?\.?$/s, (found) => ({ action: "service_start_failed", outcome: "failure", serviceName: found[1]!, detail: found[2]! })],
  [/^Started (.*?)\.?$/s, (found) => ({ action: "service_started", outcome: "success", serviceName: found[1]! })],
  [/^Stopped (.*?)\.?$/s, (found) => ({ action: "service_stopped", outcome: "success", serviceName: found[1]! })],
];
