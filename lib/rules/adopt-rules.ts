import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { RuleLevel, RuleProblem, RuleSet } from "#lib/detection/index.ts";
import { DETECTION_LIMITS } from "#lib/detection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { addRuleVersions, versionIds } from "./rule.repository.ts";
import { RULE_LIMITS } from "./limits.ts";
import { rulesInForce, severityOf, standingOf } from "./rules-in-force.ts";
import { quarantineFailing } from "./set-rule-standing.ts";
import { mayRaise } from "./words.ts";

const ruleText = z.strictObject({
  ruleKey: z.string().min(1).max(256),
  sha256: z.string().length(64),
  title: z.string().min(1).max(256),
  severity: z.enum(Severity),
  text: z.string().max(DETECTION_LIMITS.ruleDocumentChars),
  controlCodes: z.array(z.string().max(40)).max(100),
  tags: z.array(z.string().max(256)).max(100),
});

/** Rules of one set: those of the organization, and those that are shipped. */
const RULES_MAX = 2 * RULE_LIMITS.rules;

/** Records the texts of rules that this organization will now be watched with. Texts it has already are left as they are. */
export const adoptRules = defineVerb({
  name: "rules.adopt",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ ruleSetHash: z.string().length(64), rules: z.array(ruleText).min(1).max(RULES_MAX) }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<{ added: number; versionIds: Record<string, string> }> {
    const { organizationId } = context;
    const known = await versionIds(tx, input.rules);
    const fresh = input.rules.filter((rule) => !known.has(`${rule.ruleKey} ${rule.sha256}`));
    if (fresh.length === 0) {
      unchanged();
      return { added: 0, versionIds: Object.fromEntries(known) };
    }
    const added = await addRuleVersions(tx, organizationId, fresh, now);
    await audit({ action: "rules.adopted", subjectKind: "rule_set", subjectId: input.ruleSetHash, changes: { rules: input.rules.length, added } });
    return { added, versionIds: Object.fromEntries(await versionIds(tx, input.rules)) };
  },
});

export type AdoptedRules = {
  ruleSet: RuleSet;
  problems: readonly RuleProblem[];
  /** How many texts were new to the organization. */
  added: number;
  /** The id of the rule_version of a rule of the set. */
  versionIdOf(rule: { id: string; hash: string }): string;
  /** Whether the rule may raise alerts here: it is neither disabled nor quarantined. */
  mayRaise(ruleKey: string): boolean;
  /** How severe an alert of the rule is here. */
  severityOf(rule: { id: string; severity: RuleLevel }): Severity;
};

/**
 * Loads the rules that the organization is watched with, records their texts, and quarantines what cannot be compiled any
 * more. Under a system context.
 */
export async function adoptRulesInForce(context: Context): Promise<AdoptedRules> {
  const rules = await rulesInForce(context);
  const { ruleSet, problems, texts } = rules;
  await quarantineFailing(context, rules);
  const adopted = await adoptRules(context, { ruleSetHash: ruleSet.hash, rules: texts.map((text) => ({ ...text })) });
  return {
    ruleSet,
    problems,
    added: adopted.added,
    versionIdOf(rule) {
      const id = adopted.versionIds[`${rule.id} ${rule.hash}`];
      if (id === undefined) throw new Error(`rule ${rule.id} was not adopted`);
      return id;
    },
    mayRaise: (ruleKey) => mayRaise(standingOf(rules, ruleKey)),
    severityOf: (rule) => severityOf(rules, rule),
  };
}
