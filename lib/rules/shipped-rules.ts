import { readContentFolder } from "#lib/content/index.ts";
import { compileRules, type RuleInfo, type RuleProblem, type RuleSet, type RuleSource } from "#lib/detection/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { RuleText } from "./rule.repository.ts";

export type ShippedRules = {
  ruleSet: RuleSet;
  /** What could not be read or compiled: those rules take no part, and every scan says so. */
  problems: readonly RuleProblem[];
  /** One per rule, with the text of the file that it stands in: that text compiles by itself. */
  texts: readonly RuleText[];
  /** The files, in the order in which they are compiled. */
  sources: readonly RuleSource[];
  /** Files that could not be read at all. */
  unread: readonly RuleProblem[];
};

let loaded: Promise<ShippedRules> | undefined;

/**
 * The rules of controls/rules, compiled once per process: an upgrade restarts it.
 *
 * @throws AppError internal when there is not one usable rule, because a scan without rules would prove nothing
 */
export function shippedRules(): Promise<ShippedRules> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(): Promise<ShippedRules> {
  // The project's folder is the working directory of every process (lib/cli/main.ts).
  const folder = await readContentFolder("controls", "rules", ".yaml");
  const sources = folder.files.map(({ file, source }) => ({ path: file, text: source }));
  const { ruleSet, problems } = compileRules(sources);
  const unread = folder.problems.map((problem): RuleProblem => ({ path: problem.file, line: problem.line, column: problem.column, severity: "refused", message: problem.sentence }));
  if (ruleSet.rules.length === 0) throw new AppError("internal", "no_rules", "There is no usable detection rule in controls/rules.");
  const textOf = new Map(sources.map(({ path, text }) => [path, text]));
  const texts = ruleSet.rules.map((rule) => ruleText(rule, textOf.get(rule.path) ?? ""));
  return { ruleSet, problems: [...unread, ...problems], texts, sources, unread };
}

function ruleText(rule: RuleInfo, text: string): RuleText {
  return {
    ruleKey: rule.id,
    sha256: rule.hash,
    title: rule.title,
    severity: alertSeverity(rule),
    text,
    controlCodes: [...rule.controls],
    tags: [...rule.tags],
  };
}

/** Sigma knows a level below low; alerts do not: what is worth raising is worth judging. */
export function alertSeverity(rule: Pick<RuleInfo, "severity">): RuleText["severity"] {
  return rule.severity === "informational" ? "low" : rule.severity;
}
