import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { compileRules, type RuleProblem, type RuleSet, type RuleSource } from "#lib/detection/index.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

/** The rules below folders, and in files. @throws SetupProblem when a path is missing or none has a rule */
async function readRuleSources(paths: readonly string[]): Promise<RuleSource[]> {
  const files = (await Promise.all(paths.map(ruleFiles))).flat();
  if (files.length === 0) throw new SetupProblem(`There is no rule (.yml, .yaml) below ${paths.join(", ")}.`);
  const sources: RuleSource[] = [];
  for (const file of [...new Set(files)].sort()) sources.push({ path: file, text: await readFile(file, "utf8") });
  return sources;
}

async function ruleFiles(place: string): Promise<string[]> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new SetupProblem(`There is no folder or file ${place}.`, { cause: error });
    throw error;
  });
  if (!found.isDirectory()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name));
}

export async function loadRules(paths: readonly string[]): Promise<{ sources: RuleSource[]; ruleSet: RuleSet; problems: readonly RuleProblem[] }> {
  const sources = await readRuleSources(paths);
  return { sources, ...compileRules(sources) };
}

/** As compilers say it, so that editors find the place. */
export function shownProblem({ path: file, line, column, severity, message }: RuleProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message}\n`;
}
