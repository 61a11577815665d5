import { copyFile, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PLANTED_IMPORTS, plantedProject } from "./planted/imports.ts";
import { lintProject, lintRulesNeeded, PLANTED_LINT } from "./planted/lint.ts";
import { plantTree, runTool } from "./planted/plant-tree.ts";

const TOOL_TIMEOUT_MS = 120_000;

describe("imports go one way", () => {
  type Violation = { rule: { name: string }; from: string; to: string };
  let found: string[] = [];
  let planted: Awaited<ReturnType<typeof plantTree>>;
  const shown = (rule: string, from: string, to: string): string => `${rule}: ${from} -> ${to}`;

  beforeAll(async () => {
    const { imports } = JSON.parse(await readFile("package.json", "utf8")) as { imports: unknown };
    planted = await plantTree(plantedProject(imports), false);
    const args = ["--config", path.resolve(".dependency-cruiser.cjs"), "--output-type", "json", "app", "lib", "integrations", "prisma"];
    const { answer } = await runTool("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", args, planted.folder);
    const { violations } = (answer as { summary: { violations: Violation[] } }).summary;
    found = violations.map(({ rule, from, to }) => shown(rule.name, from, to));
  }, TOOL_TIMEOUT_MS);
  afterAll(() => planted.remove());

  test.each(PLANTED_IMPORTS)("$rule names $from -> $specifier", ({ rule, from, to }) => {
    expect(found).toContain(shown(rule, from, to));
  });

  test("imports that are right are left alone", () => {
    const wrong = new Set(PLANTED_IMPORTS.map(({ from }) => from));
    expect(found.filter((line) => !wrong.has(/: (.+) -> /.exec(line)?.[1] ?? ""))).toEqual([]);
  });

  test("every rule has a planted violation", () => {
    const { forbidden } = createRequire(import.meta.url)(path.resolve(".dependency-cruiser.cjs")) as { forbidden: { name: string; severity: string }[] };
    expect(new Set(PLANTED_IMPORTS.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
    expect(forbidden.filter(({ severity }) => severity !== "error")).toEqual([]);
  });
});

describe("the linter names", () => {
  type Message = { ruleId: string | null; message: string; severity: number };
  let found: Record<string, string[]> = {};
  let planted: Awaited<ReturnType<typeof plantTree>>;

  beforeAll(async () => {
    planted = await plantTree(lintProject(), true);
    await copyFile("eslint.config.js", path.join(planted.folder, "eslint.config.js"));
    const { answer } = await runTool("node_modules/eslint/bin/eslint.js", [".", "--format", "json"], planted.folder);
    const files = answer as { filePath: string; messages: Message[] }[];
    found = Object.fromEntries(
      files.map(({ filePath, messages }) => [
        path.relative(planted.folder, filePath).split(path.sep).join("/"),
        // A comment that would switch a rule off is told apart, as a warning, and switches nothing off.
        messages.filter(({ severity }) => severity === 2).map(({ ruleId, message }) => (ruleId === "no-restricted-syntax" ? message.replace(/\.$/, "") : (ruleId ?? message))),
      ]),
    );
  }, TOOL_TIMEOUT_MS);
  afterAll(() => planted.remove());

  test.each(PLANTED_LINT.map((plant) => ({ ...plant, says: plant.names ?? "nothing" })))("$says: $file: $code", ({ file, names }) => {
    expect(new Set(found[file])).toEqual(new Set(names === null ? [] : [names]));
  });

  test("and every one of its rules has a planted violation", async () => {
    const { default: config } = (await import(path.resolve("eslint.config.js"))) as { default: { rules?: Record<string, unknown> }[] };
    const needed = new Set(config.flatMap(({ rules }) => lintRulesNeeded(rules ?? {})));
    expect(new Set(PLANTED_LINT.flatMap(({ names }) => (names === null ? [] : [names])))).toEqual(needed);
  });
});
