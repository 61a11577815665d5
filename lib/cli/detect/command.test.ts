import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { childEnvironment } from "#lib/platform/env.ts";
import { progressBar } from "./tally.ts";

const MAIN = path.resolve("bin", "tickmark.js");
const RULES = `title: Trail stopped
id: trail-stopped
level: high
references: [our own notes, "https://example.org/a page"]
tags: [attack.t1562.008, attack.t1562.008]
logsource: { product: aws }
detection: { s: { eventName: StopLogging }, condition: s }
---
title: Refused
id: refused
name: refused
logsource: { product: aws }
detection: { s: { errorCode: AccessDenied }, condition: s }
---
title: Often refused
id: often-refused
correlation: { type: event_count, rules: [refused], group-by: [user], timespan: 5m, condition: { gte: 3 } }
---
title: Broken
id: broken
logsource: { product: aws }
detection: { s: { a: b }, condition: lost }
`;
const STOPPED = `${JSON.stringify({ product: "aws", eventName: "StopLogging" })}\n`;
const refused = (minute: number): string => `${JSON.stringify({ product: "aws", errorCode: "AccessDenied", user: "bob", eventTime: `2026-01-01T00:0${minute}:00Z` })}\n`;
const ODD = "a #1 100%?.lines";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "detect-command-"));
  await writeFile(path.join(folder, "rules.yml"), RULES);
  await writeFile(path.join(folder, ODD), `${STOPPED}${refused(1)}${refused(2)}{broken\n`);
  await writeFile(path.join(folder, "b.lines"), refused(3));
  await writeFile(path.join(folder, "many.lines"), STOPPED.repeat(50_000));
  await writeFile(path.join(folder, "unknown.log"), "what is this\nproduct of no program\n");
  await writeFile(path.join(folder, "pairs.log"), 'product=aws eventName=StopLogging user="ann b"\nproduct=aws eventName=ListUsers\n');
});
afterAll(() => rm(folder, { recursive: true }));

const called = (...args: string[]) => ({ args: [MAIN, ...args], options: { cwd: folder, env: childEnvironment({ TICKMARK_DATA: folder }) } });

function tickmark(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { args: all, options } = called(...args);
  return spawnSync(process.execPath, all, { ...options, encoding: "utf8" });
}

/** A run that is left alone after its first output, or after it has begun to wait. */
async function begun(args: string[], after: (child: ReturnType<typeof spawn>) => void): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { args: all, options } = called(...args);
  const child = spawn(process.execPath, all, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const told = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    if (told.stdout === "") after(child);
    told.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => (told.stderr += String(chunk)));
  child.stdin.write(STOPPED.repeat(10));
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { code, ...told };
}

/** The parts of SARIF 2.1.0 that are written, as its published schema has them: required members, types, no others. */
const text = z.strictObject({ text: z.string().min(1) });
const region = z.strictObject({ startLine: z.int().min(1).optional(), startColumn: z.int().min(1).optional(), byteOffset: z.int().min(0).optional(), byteLength: z.int().min(0).optional() }).refine(({ startLine, byteOffset }) => startLine !== undefined || byteOffset !== undefined);
const location = z.strictObject({ physicalLocation: z.strictObject({ artifactLocation: z.strictObject({ uri: z.string().regex(/^(?:[a-z][a-z0-9+.-]*:)?(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$/i) }), region: region.optional() }) });
const bag = z.looseObject({ tags: z.array(z.string()).refine((tags) => new Set(tags).size === tags.length).optional() });
const level = z.enum(["none", "note", "warning", "error"]);
const notifications = z.array(z.strictObject({ level, message: text, locations: z.array(location).optional() }));
const sarif = z.strictObject({
  version: z.literal("2.1.0"),
  $schema: z.url(),
  runs: z.tuple([z.strictObject({
    tool: z.strictObject({ driver: z.strictObject({ name: z.string().min(1), version: z.string(), rules: z.array(z.strictObject({ id: z.string(), shortDescription: text, fullDescription: text.optional(), helpUri: z.url().optional(), defaultConfiguration: z.strictObject({ level }), properties: bag })) }) }),
    columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
    results: z.array(z.strictObject({ ruleId: z.string(), ruleIndex: z.int().min(0), kind: z.literal("informational").optional(), level, message: text, locations: z.array(location), properties: bag }).refine(({ kind, level: of }) => kind === undefined || of === "none")),
    invocations: z.tuple([z.strictObject({ executionSuccessful: z.boolean(), toolExecutionNotifications: notifications, toolConfigurationNotifications: notifications })]),
  })]),
});

test("SARIF is what version 2.1.0 has: places as URIs whatever a file is called, correlations where their lines stand, and whether everything was read", () => {
  const { status, stdout } = tickmark("detect", "--rules", "rules.yml", "--input", ODD, "b.lines", "--output", "sarif", "--explain");
  expect(status).toBe(1);
  const { runs: [run] } = sarif.parse(JSON.parse(stdout));
  const { rules } = run.tool.driver;
  expect(rules[0]).toMatchObject({ id: "trail-stopped", helpUri: "https://example.org/a%20page", properties: { tags: ["attack.t1562.008"] } });
  expect(run.results.map(({ ruleIndex }) => rules[ruleIndex]!.id)).toEqual(run.results.map(({ ruleId }) => ruleId));
  const places = (ruleId: string) => run.results.filter((result) => result.ruleId === ruleId && result.kind === undefined).flatMap(({ locations }) => locations.map(({ physicalLocation: { artifactLocation: { uri }, region: at } }) => `${decodeURIComponent(new URL(uri).pathname.split("/").at(-1)!)} ${at!.startLine}`));
  expect(places("trail-stopped")).toEqual([`${ODD} 1`]);
  expect(places("often-refused")).toEqual([`${ODD} 2`, `${ODD} 3`, "b.lines 1"]);
  const [invocation] = run.invocations;
  expect(invocation.executionSuccessful).toBe(false);
  expect(invocation.toolExecutionNotifications).toMatchObject([{ message: { text: "The line is no JSON object." }, locations: [{ physicalLocation: { region: { startLine: 4 } } }] }]);
  expect(invocation.toolConfigurationNotifications).toMatchObject([{ message: { text: expect.stringContaining('"lost"') as string }, locations: [{ physicalLocation: { region: { startLine: 22 } } }] }]);
});

test("lines of a correlation name their files", () => {
  const { stdout } = tickmark("detect", "--rules", "rules.yml", "--input", ODD, "b.lines", "--output", "ndjson");
  const { lines } = JSON.parse(stdout.trim().split("\n").at(-1)!) as { lines: { file: string; line: number }[] };
  expect(lines.map(({ file, line }) => [path.basename(file), line])).toEqual([[ODD, 2], [ODD, 3], ["b.lines", 1]]);
});

test("whoever reads the output and has had enough ends the run without a word", async () => {
  const { code, stderr } = await begun(["detect", "--rules", "rules.yml", "--input", "many.lines"], (child) => child.stdout!.destroy());
  expect([code, stderr.replace(/^rules\.yml:22:.*\n/, "")]).toEqual([141, ""]);
});

test("Ctrl-C ends the reading: what was found is told whole, and that not everything was read", async () => {
  const { code, stdout, stderr } = await begun(["detect", "--rules", "rules.yml", "--input", "-", "--output", "sarif"], (child) => setTimeout(() => child.kill("SIGINT"), 300));
  expect(code).toBe(130);
  const { runs: [run] } = sarif.parse(JSON.parse(stdout));
  expect(run.results).toHaveLength(10);
  expect(run.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe("standard%20input");
  expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{ message: { text: "The reading was stopped before its end." } }] });
  expect(stderr).toContain("10 lines");
  expect(stderr).toContain("Stopped:");
});

test("lines that no parser knows are counted, and pairs of names and values are read as logfmt without being told so", () => {
  expect(tickmark("detect", "--rules", "rules.yml", "--input", "unknown.log").stderr).toContain("2 lines of a shape that no parser knows");
  expect(tickmark("detect", "--rules", "rules.yml", "--input", "pairs.log").stderr).toMatch(/1 found by 1 rule\n/);
});

test("every command tells its arguments when it is asked for help", () => {
  const { status, stdout, stderr } = tickmark("rules", "lint", "--help");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Usage: tickmark rules lint DIR... [--pipeline NAME|FILE]");
});

test("progress is a share where the size of the inputs is known", () => {
  expect(progressBar(0, 10)).toBe(`[${"-".repeat(20)}]   0 %  `);
  expect(progressBar(5, 10)).toBe(`[${"#".repeat(10)}${"-".repeat(10)}]  50 %  `);
  expect(progressBar(11, 10)).toBe(`[${"#".repeat(20)}] 100 %  `);
  expect([progressBar(5, null), progressBar(0, 0)]).toEqual(["", ""]);
});
