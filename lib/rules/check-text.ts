import { compileRules, runRuleTests, type RuleInfo, type RuleProblem, type RuleSet, type RuleTestResult } from "#lib/detection/index.ts";
import { RULE_LIMITS } from "./limits.ts";

/** What a text is, before it is anybody's: the problems with their places, its rules, and its examples run. */
export type TextCheck = {
  problems: readonly RuleProblem[];
  rules: readonly RuleInfo[];
  tests: readonly RuleTestResult[];
  ruleSet: RuleSet;
};

/** How a text is called in its problems. */
const PATH = "text";

/**
 * Compiles a text by itself and runs its examples. Nothing is thrown for what its author wrote; the engine bounds time and
 * memory.
 *
 * @param examples whether a rule without any fails: published ones rarely carry some
 * @param tuned the file of the rule that the text tunes; null for a text that holds rules
 */
export function checkText(text: string, tuned: { text: string; ruleKey: string } | null = null, examples: "required" | "if_there" = "required"): TextCheck {
  const sources = [...(tuned === null ? [] : [{ path: "rule", text: tuned.text }]), { path: PATH, text }];
  const { ruleSet, problems } = compileRules(text.trim() === "" ? sources.slice(0, -1) : sources);
  const own = tuned === null ? ruleSet.rules : ruleSet.rules.filter(({ id }) => id === tuned.ruleKey);
  const found = problems.filter(({ path }) => path === PATH);
  const refuse = (line: number, message: string): void => void found.push({ path: PATH, line, column: 1, severity: "refused", message });
  if (tuned === null) {
    if (ruleSet.rules.length === 0 && found.length === 0) refuse(1, "The text holds no rule.");
    if (ruleSet.rules.length > RULE_LIMITS.rulesPerText) refuse(1, `A text holds at most ${RULE_LIMITS.rulesPerText} rules; give the others files of their own.`);
    for (const line of linesWithoutId([...ruleSet.rules.map(({ id }) => id), ...found.flatMap(({ ruleId }) => ruleId ?? [])])) refuse(line, 'The rule has no "id". Give it one that stays, such as a UUID: its alerts are told apart by it.');
  } else if (own.length === 0) refuse(1, "The rule that this tunes could not be compiled with it.");
  const keys = new Set(own.map(({ id }) => id));
  const tests = runRuleTests({ ...ruleSet, tests: ruleSet.tests.filter(({ rule, tests: given }) => keys.has(rule.id) && (examples === "required" || given !== null)) });
  return { problems: found.sort((a, b) => a.line - b.line || a.column - b.column), rules: own, tests, ruleSet };
}

/** Where rules begin that the engine named by their place, having nothing else to call them by: usable and refused ones. */
function linesWithoutId(ids: readonly string[]): Set<number> {
  return new Set(ids.flatMap((id) => {
    const [, line] = /^text:(\d+)$/.exec(id) ?? [];
    return line === undefined ? [] : [Number(line)];
  }));
}

/** The sentence by which a text may not be proposed; null when it may. */
export function whyNotProposed({ problems, tests }: Pick<TextCheck, "problems" | "tests">): string | null {
  const refused = problems.find(({ severity }) => severity === "refused");
  if (refused !== undefined) return `Line ${refused.line}, column ${refused.column}: ${refused.message}`;
  return tests.find(({ passed }) => !passed)?.message ?? null;
}
