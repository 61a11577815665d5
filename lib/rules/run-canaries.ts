import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { runRuleTests, type RuleSet } from "#lib/detection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { lookForFindingsAt, tryRulesAt } from "#lib/settings/index.ts";
import { RULE_LIMITS } from "./limits.ts";
import { findStandings, lockRules } from "./rule-text.repository.ts";
import { rulesInForce, standingOf } from "./rules-in-force.ts";
import { recordStanding } from "./set-rule-standing.ts";
import { mayRaise } from "./words.ts";

const DAY_MS = 86_400_000;
/** Rules tried before other work has its turn. */
const RULES_PER_TURN = 20;
/** What is recorded of a rule that fires as its author says again. */
const FIRES_AGAIN = "Its examples raise what they should again.";

/** What became of the examples of a set. Rules without one are neither fired nor failed: nobody can say. */
export type CanaryResult = { fired: string[]; failed: { ruleKey: string; reason: string }[]; without: number };

/**
 * Runs the positive examples of rules, as lines of a log would be: through parsers, the whole set as it is in force with its
 * tunings, and correlation. A rule can go blind without anybody touching it: a parser reads a line otherwise since an upgrade,
 * a filter takes out too much.
 *
 * @param tried which rules are asked; others are passed over
 */
export async function tryExamples(ruleSet: RuleSet, tried: (ruleKey: string) => boolean): Promise<CanaryResult> {
  const asked = ruleSet.tests.filter(({ rule }) => tried(rule.id));
  const withExamples = asked.filter(({ tests }) => tests !== null);
  const result: CanaryResult = { fired: [], failed: [], without: asked.length - withExamples.length };
  for (const [at, one] of withExamples.entries()) {
    if (at % RULES_PER_TURN === 0) await nextTurn();
    const positive = runRuleTests({ ...ruleSet, tests: [one] }).filter(({ expectation }) => expectation === "positive");
    const lost = positive.filter(({ passed }) => !passed);
    const [first] = lost;
    if (first === undefined) result.fired.push(one.rule.id);
    else result.failed.push({ ruleKey: one.rule.id, reason: `${lost.length} of ${positive.length} examples that it must find raise another number of hits. “${first.name}”: ${first.message}`.slice(0, RULE_LIMITS.reasonChars) });
  }
  return result;
}

const ruleKeyInput = z.string().min(1).max(256);

/**
 * Records what the examples of the rules in force showed, and has them tried again a day later. A rule that may raise alerts
 * and failed is `failing` from now on; one that failed and fires again is enabled. What people switched off stays as it is.
 */
export const recordCanaries = defineVerb({
  name: "rules.record_canaries",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    ruleSetHash: z.string().length(64),
    fired: z.array(ruleKeyInput).max(2 * RULE_LIMITS.rules),
    failed: z.array(z.strictObject({ ruleKey: ruleKeyInput, title: z.string().max(300), controlCodes: z.array(z.string().max(40)).max(1000), reason: z.string().min(1).max(RULE_LIMITS.reasonChars) })).max(2 * RULE_LIMITS.rules),
    without: z.number().int().min(0).max(2 * RULE_LIMITS.rules),
  }),
  async run(args): Promise<{ failing: number; recovered: number }> {
    const { tx, context: { organizationId }, input: { ruleSetHash, fired, failed, without }, now, audit } = args;
    await lockRules(tx, organizationId);
    const standings = new Map((await findStandings(tx, organizationId)).map((one) => [one.ruleKey, one]));
    const fresh = failed.filter(({ ruleKey }) => (standings.get(ruleKey)?.state ?? "enabled") === "enabled");
    const again = fired.flatMap((ruleKey) => {
      const before = standings.get(ruleKey);
      return before?.state === "failing" ? [before] : [];
    });
    for (const { reason, ...named } of fresh) await recordStanding(args, named, { state: "failing", reason, before: standings.get(named.ruleKey)?.id ?? null });
    for (const before of again) await recordStanding(args, before, { state: "enabled", reason: FIRES_AGAIN, before: before.id });
    if (fresh.length + again.length > 0) await lookForFindingsAt(tx, now);
    await tryRulesAt(tx, new Date(now.getTime() + DAY_MS));
    await audit({ action: "rules.tried", subjectKind: "rule_set", subjectId: ruleSetHash, changes: { fired: fired.length, failed: failed.length, without_examples: without, failing: fresh.length, recovered: again.length } });
    return { failing: fresh.length, recovered: again.length };
  },
});

/** The daily trial of the rules in force by their own examples, as due work; a change of the set has it done at once. */
export async function runDueCanaries(context: Context): Promise<void> {
  const rules = await rulesInForce(context);
  const texts = new Map(rules.texts.map((text) => [text.ruleKey, text]));
  const { fired, failed, without } = await tryExamples(rules.ruleSet, (key) => mayRaise(standingOf(rules, key)));
  const named = failed.map(({ ruleKey, reason }) => ({ ruleKey, reason, title: (texts.get(ruleKey)?.title ?? ruleKey).slice(0, 300), controlCodes: texts.get(ruleKey)?.controlCodes ?? [] }));
  await recordCanaries(context, { ruleSetHash: rules.ruleSet.hash, fired, failed: named, without });
}
