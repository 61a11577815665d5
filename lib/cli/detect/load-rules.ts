import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { compileRules, type RuleProblem, type RuleSet, type RuleSource } from "#lib/detection/index.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

/** The rules below folders, and in files. @throws SetupProblem when a path is missing or none has a rule */
async function readRuleSources(paths: readonly string[]): Promise<RuleSource[]> {
  const files = (await Promise.all(paths.map(ruleFiles))).flat();
  if (files.length === 0) throw new SetupProblem(`There is no rule (.yml, .yaml) below ${paths.join(", ")}.`);
  // One after the other without waiting in between: thousands of small files take a fifth of the time.
  return [...new Set(files)].sort().map((file) => ({ path: file, text: readFileSync(file, "utf8") }));
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

/** What rules are compiled of, as threads are given it. */
export type RuleFiles = { readonly sources: readonly RuleSource[]; readonly pipelines: readonly RuleSource[] };

export type LoadedRules = { readonly files: RuleFiles; readonly ruleSet: RuleSet; readonly problems: readonly RuleProblem[] };

/** Reads and compiles the rules that paths and pipelines name. @throws SetupProblem as `readRuleFiles` and `refuseUnusable` do */
export async function loadRules(paths: readonly string[], pipelines: readonly string[]): Promise<LoadedRules> {
  const files = await readRuleFiles(paths, pipelines);
  const compiled = compileRules(files.sources, { pipelines: files.pipelines });
  refuseUnusable(files, compiled.problems);
  return { files, ...compiled };
}

/**
 * Reads the rules below folders and in files, and pipelines: those that Tickmark ships by their names, others from files.
 *
 * @throws SetupProblem when a path is missing or none has a rule
 */
export async function readRuleFiles(paths: readonly string[], pipelines: readonly string[]): Promise<RuleFiles> {
  return { sources: await readRuleSources(paths), pipelines: await Promise.all(pipelines.map(readPipelineSource)) };
}

/** @throws SetupProblem with what is wrong with a pipeline: rules must not run by the names of other records */
export function refuseUnusable(files: RuleFiles, problems: readonly RuleProblem[]): void {
  const unusable = problems.filter(({ path: file, severity }) => severity === "refused" && files.pipelines.some((pipeline) => pipeline.path === file));
  if (unusable.length > 0) throw new SetupProblem(unusable.map((problem) => shownProblem(problem).trimEnd()));
}

const SHIPPED_PIPELINES = path.resolve(import.meta.dirname, "..", "..", "..", "controls", "pipelines");

/** A plain word is the name of a shipped pipeline, anything else a file. */
async function readPipelineSource(named: string): Promise<RuleSource> {
  const file = /^[a-z0-9-]+$/.test(named) ? path.join(SHIPPED_PIPELINES, `${named}.yaml`) : named;
  try {
    return { path: file, text: await readFile(file, "utf8") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const names = (await readdir(SHIPPED_PIPELINES)).map((name) => path.basename(name, ".yaml"));
    throw new SetupProblem(`There is no pipeline ${named}: it is one of ${names.join(", ")}, or a file.`, { cause: error });
  }
}

/** As compilers say it, so that editors find the place. */
export function shownProblem({ path: file, line, column, severity, message }: RuleProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message}\n`;
}
