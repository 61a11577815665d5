import { fileURLToPath } from "node:url";
import type { Environment } from "#lib/platform/env.ts";
import { nextScript } from "../build-interface.ts";

/**
 * A page of a large organization makes some 20 MB of short-lived objects. In V8's usual young generation (16 MB) many of them outlive
 * a collection and are carried on: two fifths of the web server's time went there (bench/pages). With 64 MB pages take 3 % less than
 * with 32, and a process that takes ten files of gigabytes at once holds more than 300 MB (bench/upload).
 */
export const WEB_MEMORY = ["--max-semi-space-size=32"] as const;

/** What Node is told to start the web server with: Next itself, or what starts Next in several processes. */
export function webArguments({ host, port, webProcesses }: Pick<Environment, "host" | "port" | "webProcesses">, dev = false): string[] {
  const next = [nextScript(), dev ? "dev" : "start", "-H", host, "-p", String(port)];
  if (dev || webProcesses === 1) return [...WEB_MEMORY, ...next];
  return [...WEB_MEMORY, fileURLToPath(new URL("./web-processes.ts", import.meta.url)), String(webProcesses), ...next];
}
