import type { ReadingRules } from "#lib/alerts/index.ts";
import { compileRules, type RuleProblem } from "#lib/detection/index.ts";
import { alertSeverity, type ChosenText } from "#lib/rules/index.ts";
import { HUNT_LIMITS } from "./client.ts";

/** What a retro-hunt is run with. */
export type HuntRules = ReadingRules & {
  /** Keys of the rules that it looks for. */
  looked: ReadonlySet<string>;
  /** The first texts that take no part, with the reason. */
  refused: { title: string; line: number; column: number; message: string }[];
  refusedCount: number;
};

/**
 * Compiles the texts of a hunt together. What is found is no alert yet, so no version of a rule is recorded for it: that
 * comes when it is raised.
 */
export function compileHunt(texts: readonly ChosenText[]): HuntRules {
  const { ruleSet, problems } = compileRules(texts.map(({ path, text }) => ({ path, text })));
  const chosen = new Map(texts.map(({ path, ruleKeys }) => [path, new Set(ruleKeys)]));
  const titles = new Map(texts.map(({ path, title }) => [path, title]));
  const looked = new Set(ruleSet.rules.flatMap(({ id, path, raisesHits }) => {
    const keys = chosen.get(path);
    return raisesHits && (keys === undefined || keys.size === 0 || keys.has(id)) ? [id] : [];
  }));
  const refused = problems.filter(({ severity }) => severity === "refused");
  return {
    ruleSet,
    problems,
    looked,
    refused: refused.slice(0, HUNT_LIMITS.refusedShown).map(({ path, line, column, message }: RuleProblem) => ({ title: (titles.get(path) ?? path).slice(0, 300), line, column, message: message.slice(0, 500) })),
    refusedCount: refused.length,
    versionIdOf: () => "",
    mayRaise: (ruleKey) => looked.has(ruleKey),
    severityOf: alertSeverity,
  };
}
