import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuleSource } from "#lib/detection/index.ts";

/** Published rules and events, read from the folder of published vectors that TICKMARK_ORACLES names; nothing of them is kept here. */
type JsonRecord = { readonly [key: string]: unknown };

export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** SigmaHQ's main rules (3,141), out of the archive of all. */
export function sigmaRules(detection: string): RuleSource[] {
  const folder = mkdtempSync(join(tmpdir(), "sigma-rules-"));
  try {
    execFileSync("tar", ["xzf", join(detection, "sigma-rules", "rules-all.tar.gz"), "-C", folder]);
    const rules = join(folder, "rules");
    return filesBelow(rules, ".yml").map((path) => ({ path: path.slice(rules.length + 1), text: readFileSync(path, "utf8") }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Objects one after another in a file, with or without space between them. */
function concatenated(text: string): JsonRecord[] {
  const found: JsonRecord[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === "{") depth += 1;
    else if (!quoted && char === "}" && (depth -= 1) === 0) {
      found.push(JSON.parse(text.slice(start, at + 1)) as JsonRecord);
      start = at + 1;
    }
  }
  return found;
}

/** The 55 Windows records of the regression data, flat, each saying its product. */
export function windowsRecords(detection: string): JsonRecord[] {
  return filesBelow(join(detection, "sigma-regression_data"), ".json").flatMap((file) =>
    concatenated(readFileSync(file, "utf8")).map((record) => {
      const event = record["Event"] as { readonly [key: string]: JsonRecord };
      return { ...event["System"], ...(event["EventData"] ?? event["UserData"]), product: "windows" };
    }),
  );
}

/** The 218 CloudTrail records of three published sets. */
export function cloudtrailRecords(detection: string): JsonRecord[] {
  const lines = (path: string) => readFileSync(path, "utf8").split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as JsonRecord);
  const stratus = filesBelow(join(detection, "stratus-red-team"), ".json").flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as JsonRecord[]);
  const panther = lines(join(detection, "panther-tests", "tests.jsonl")).filter((row) => JSON.stringify(row["logtypes"]) === '["AWS.CloudTrail"]').map((row) => row["event"] as JsonRecord);
  const crowdsec = filesBelow(join(detection, "crowdsec-hub-tests", "aws-cloudtrail"), ".log").flatMap(lines);
  return [...stratus, ...panther, ...crowdsec];
}

/** How often each rule matches one pass of a lane, as two other engines count. */
export function expectedCounts(detection: string, name: string): Readonly<Record<string, number>> {
  return JSON.parse(readFileSync(join(detection, "expected", `${name}.json`), "utf8")) as Record<string, number>;
}
