import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { RuleProblem, RuleTestResult } from "#lib/detection/index.ts";
import { checkText, whyNotProposed } from "./check-text.ts";
import { RULE_LIMITS } from "./limits.ts";
import { partOfShipped } from "./save-rule-text.ts";
import { alertSeverity, shippedRules } from "./shipped-rules.ts";
import { tunedRule } from "./tuned-rule.ts";

/** Problems and examples that an editor shows; a text with more has one cause. */
const SHOWN = 100;

export type CheckedText = {
  problems: Pick<RuleProblem, "line" | "column" | "severity" | "message">[];
  rules: { ruleKey: string; title: string; kind: string; severity: string; raisesAlerts: boolean; author: string | null; license: string | null; controls: readonly string[]; matrix: readonly string[]; techniques: readonly string[] }[];
  tests: Pick<RuleTestResult, "name" | "expectation" | "passed" | "message">[];
  /** Why it could not be proposed as it is; null when it could. */
  refusal: string | null;
};

/** What a text is worth while it is written: problems with their places, its rules, its examples run. Nothing is kept. */
export const checkRuleText = defineVerb({
  name: "rules.check_text",
  permission: "rules.read",
  effect: "read",
  rate: "search",
  input: z.strictObject({ text: z.string().max(RULE_LIMITS.textChars), tunes: z.string().min(1).max(256).nullable() }),
  prepare: () => shippedRules(),
  async run(args): Promise<CheckedText> {
    const { input: { text, tunes }, prepared } = args;
    const tuned = tunes === null ? null : await tunedRule(args, prepared, tunes);
    const check = checkText(text, tuned);
    return {
      problems: check.problems.slice(0, SHOWN).map(({ line, column, severity, message }) => ({ line, column, severity, message })),
      rules: check.rules.slice(0, RULE_LIMITS.rulesPerText).map((rule) => ({
        ruleKey: rule.id, title: rule.title, kind: rule.kind, severity: alertSeverity(rule), raisesAlerts: rule.raisesHits, author: rule.author, license: rule.license,
        controls: rule.controls, matrix: rule.matrix, techniques: rule.attack.techniques,
      })),
      tests: check.tests.slice(0, SHOWN).map(({ name, expectation, passed, message }) => ({ name, expectation, passed, message })),
      refusal: whyNotProposed(check) ?? (tuned === null ? partOfShipped(prepared, check) : null),
    };
  },
});
