import { existsSync } from "node:fs";
import path from "node:path";
import { env } from "#lib/platform/env.ts";

const FILE = "demo-logins.json";

/**
 * Where this installation keeps the demo's logins, as a person finds it from the data folder; null without a demo.
 * Only said on this machine's own address: the demo is not allowed on any other.
 */
export function demoLoginsFile(): string | null {
  const { demoAllowed, dataDirectory } = env();
  if (!demoAllowed || !existsSync(path.join(/* turbopackIgnore: true */ dataDirectory, FILE))) return null;
  return path.join(path.basename(dataDirectory), FILE);
}
