import { compileRules, type RuleInfo, type RuleSet } from "#lib/detection/index.ts";
import { shippedRules } from "./shipped-rules.ts";

export type CompiledRule = { ruleSet: RuleSet; rule: RuleInfo };

/** Compiled texts by rule hash. A page shows a few rules; the whole set has tens. */
const KEPT = 64;
const compiled = new Map<string, CompiledRule | null>();

/**
 * Compiles one recorded version of a rule again, as it was.
 *
 * @returns null when today's engine no longer reads that text, or the rules that it counted stood in another file
 */
export async function compileVersion(version: { ruleKey: string; sha256: string; text: string }): Promise<CompiledRule | null> {
  const shipped = await shippedRules();
  const current = shipped.ruleSet.rules.find((rule) => rule.id === version.ruleKey && rule.hash === version.sha256);
  if (current !== undefined) return { ruleSet: shipped.ruleSet, rule: current };
  const key = `${version.ruleKey} ${version.sha256}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const { ruleSet } = compileRules([{ path: "recorded", text: version.text }]);
  const rule = ruleSet.rules.find(({ id, hash }) => id === version.ruleKey && hash === version.sha256);
  const result = rule === undefined ? null : { ruleSet, rule };
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(key, result);
  return result;
}
