import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuleSource } from "#lib/detection/index.ts";

/** All rules of the archive of published ones. */
export function publishedRules(detection: string): RuleSource[] {
  const folder = mkdtempSync(join(tmpdir(), "sigma-rules-"));
  try {
    execFileSync("tar", ["xzf", join(detection, "sigma-rules", "rules-all.tar.gz"), "-C", folder]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".yml"));
    return files.map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => ({ path, text: readFileSync(path, "utf8") }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
