import { fileURLToPath } from "node:url";
import type { Environment } from "#lib/platform/env.ts";
import { nextScript } from "../build-interface.ts";

/**
 * A page of a large organization makes some 20 MB of short-lived objects. In V8's usual young generation (16 MB) many of them outlive
 * a collection and are carried on: two fifths of the web server's time went there (bench/pages). With 64 MB pages take 3 % less than
 * with 32.
 */
export const WEB_MEMORY = ["--max-semi-space-size=32"] as const;

/**
 * What a file leaves behind for the collector is little, but ten at once go on for minutes: a small young generation and a bounded
 * old one keep the process that takes them below 300 MB (bench/upload).
 */
export const UPLOAD_MEMORY = ["--max-semi-space-size=16", "--max-old-space-size=256"] as const;

const UPLOAD_PROCESS = fileURLToPath(new URL("../../../app/_edge/upload-process.ts", import.meta.url));

/** What Node is told to start the web server with: Next itself for development, else what starts Next in processes, and that for uploads. */
export function webArguments({ host, port, webProcesses }: Pick<Environment, "host" | "port" | "webProcesses">, dev = false): string[] {
  const next = [nextScript(), dev ? "dev" : "start", "-H", host, "-p", String(port)];
  if (dev) return [...WEB_MEMORY, ...next];
  return [...WEB_MEMORY, fileURLToPath(new URL("./web-processes.ts", import.meta.url)), String(webProcesses), UPLOAD_PROCESS, ...next];
}
