import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EventRecord } from "../fields.ts";
import { compileRules, evaluateByReference, evaluateEvent, type RuleSet, type RuleSource } from "./rule-set.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

const detection = join(oracles, "detection");

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const sourcesBelow = (folder: string): RuleSource[] => filesBelow(folder, ".yml").map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") }));

/** Objects one after another in a file, with or without space between them. */
function concatenated(text: string): EventRecord[] {
  const found: EventRecord[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === "{") depth += 1;
    else if (!quoted && char === "}" && (depth -= 1) === 0) {
      found.push(JSON.parse(text.slice(start, at + 1)) as EventRecord);
      start = at + 1;
    }
  }
  return found;
}

function windowsRecords(): { file: string; event: EventRecord }[] {
  return filesBelow(join(detection, "sigma-regression_data"), ".json").flatMap((file) =>
    concatenated(readFileSync(file, "utf8")).map((record) => {
      const event = record["Event"] as { [key: string]: EventRecord };
      return { file, event: { ...event["System"], ...(event["EventData"] ?? event["UserData"]), product: "windows" } };
    }),
  );
}

function cloudtrailRecords(): EventRecord[] {
  const lines = (path: string) => readFileSync(path, "utf8").split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as EventRecord);
  const stratus = filesBelow(join(detection, "stratus-red-team"), ".json").flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as EventRecord[]);
  const panther = lines(join(detection, "panther-tests", "tests.jsonl")).filter((row) => JSON.stringify(row["logtypes"]) === '["AWS.CloudTrail"]').map((row) => row["event"] as EventRecord);
  const crowdsec = filesBelow(join(detection, "crowdsec-hub-tests", "aws-cloudtrail"), ".log").flatMap(lines);
  return [...stratus, ...panther, ...crowdsec];
}

function matchCounts(ruleSet: RuleSet, events: readonly EventRecord[], only: (product: string | undefined) => boolean = () => true): Record<string, number> {
  const counts: Record<string, number> = {};
  const chosen = new Set(ruleSet.eventRules.filter(({ logsource }) => only(logsource.product)).map(({ number }) => number));
  for (const event of events) {
    for (const { ruleId, number } of evaluateEvent(ruleSet, event)) if (chosen.has(number)) counts[ruleId] = (counts[ruleId] ?? 0) + 1;
  }
  return counts;
}

const total = (counts: Record<string, number>) => [Object.values(counts).reduce((sum, count) => sum + count, 0), Object.keys(counts).length];
const expected = (name: string) => JSON.parse(readFileSync(join(detection, "expected", name), "utf8")) as Record<string, number>;

describe("SigmaHQ", () => {
  const unpacked = mkdtempSync(join(tmpdir(), "sigma-rules-"));
  let all: ReturnType<typeof compileRules>;
  let main: ReturnType<typeof compileRules>;
  beforeAll(() => {
    execFileSync("tar", ["xzf", join(detection, "sigma-rules", "rules-all.tar.gz"), "-C", unpacked]);
    all = compileRules(sourcesBelow(unpacked));
    main = compileRules(sourcesBelow(join(unpacked, "rules")));
  }, 60_000);
  afterAll(() => rmSync(unpacked, { recursive: true }), 60_000);

  test("all 470 unpacked rules compile", () => {
    const { ruleSet, problems } = compileRules(sourcesBelow(join(detection, "sigma-rules", "rules")));
    expect([ruleSet.rules.length, problems]).toEqual([470, []]);
  });

  test("of all 3,757 rules, 3,755 compile and 2 are refused, located, for placeholders that are not set", () => {
    expect(all.ruleSet.rules).toHaveLength(3755);
    expect(all.problems.map(({ severity, message, line }) => [severity, /placeholder "%\w+%" has no values/.test(message), line > 1])).toEqual([["refused", true, true], ["refused", true, true]]);
  });

  test("with the placeholders set, all 3,757 compile", () => {
    const names = all.problems.map(({ message }) => /%(\w+)%/.exec(message)![1]!);
    const { ruleSet, problems } = compileRules(sourcesBelow(unpacked), { placeholders: Object.fromEntries(names.map((name) => [name, ["a", "b"]])) });
    expect([ruleSet.rules.length, problems]).toEqual([3757, []]);
  });

  test("57 AWS rules on 218 CloudTrail events: the 106 matches by 14 rules that two other engines find", () => {
    const events = cloudtrailRecords();
    expect(events).toHaveLength(218);
    expect(matchCounts(main.ruleSet, events, (product) => product === "aws")).toEqual(expected("rebuilt-cloudtrail-57.json"));
    expect(total(matchCounts(main.ruleSet, events, (product) => product === "aws"))).toEqual([106, 14]);
  });

  test("3,141 rules on CloudTrail: 106 matches routed by log source, 422 by 17 rules unrouted", () => {
    expect(main.ruleSet.rules).toHaveLength(3141);
    const events = cloudtrailRecords();
    const routed = events.map((event) => ({ ...event, product: "aws", service: "cloudtrail" }));
    expect(total(matchCounts(main.ruleSet, routed))).toEqual([106, 14]);
    expect(total(matchCounts(main.ruleSet, events))).toEqual([422, 17]);
  });

  test("2,407 Windows rules on 55 records: the 96 matches by 61 rules that two other engines find; all rules: 97 by 62 routed", () => {
    const events = windowsRecords().map(({ event }) => event);
    expect(events).toHaveLength(55);
    expect(matchCounts(main.ruleSet, events, (product) => product === "windows")).toEqual(expected("rebuilt-windows-2407.json"));
    expect(total(matchCounts(main.ruleSet, events))).toEqual([97, 62]);
    const unrouted = events.map(({ product, ...event }) => (product === "windows" ? event : { product, ...event }));
    expect(total(matchCounts(main.ruleSet, unrouted))).toEqual([165, 66]);
  });

  test("44 regression cases: each rule matches as often as its case says, and at least once", () => {
    const records = windowsRecords();
    const cases = filesBelow(join(detection, "sigma-regression_data"), "info.yml").map((path) => {
      const text = readFileSync(path, "utf8");
      const id = /rule_metadata:\s*\n\s*- id: (\S+)/.exec(text)![1]!;
      return { id, wanted: Number(/match_count: (\d+)/.exec(text)?.[1] ?? 1), folder: path.slice(0, path.lastIndexOf("/")) };
    });
    expect(cases).toHaveLength(44);
    const wrong = cases.filter(({ id, wanted, folder }) => {
      const events = records.filter(({ file }) => file.startsWith(`${folder}/`)).map(({ event }) => event);
      return (matchCounts(all.ruleSet, events)[id] ?? 0) < wanted;
    });
    expect(wrong).toEqual([]);
  });

  test("the matcher leaves out no match: every rule of the log source, asked in turn, gives the same answer", () => {
    const events = [...windowsRecords().map(({ event }) => event), ...cloudtrailRecords()];
    const { ruleSet } = main;
    for (const event of events) {
      expect(evaluateEvent(ruleSet, event).map(({ number }) => number)).toEqual(evaluateByReference(ruleSet, event).map(({ number }) => number));
    }
  });
});
