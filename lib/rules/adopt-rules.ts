import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { RuleProblem, RuleSet } from "#lib/detection/index.ts";
import { DETECTION_LIMITS } from "#lib/detection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { addRuleVersions, versionIds } from "./rule.repository.ts";
import { shippedRules } from "./shipped-rules.ts";

const ruleText = z.strictObject({
  ruleKey: z.string().min(1).max(256),
  sha256: z.string().length(64),
  title: z.string().min(1).max(256),
  severity: z.enum(Severity),
  text: z.string().max(DETECTION_LIMITS.ruleDocumentChars),
  controlCodes: z.array(z.string().max(40)).max(100),
  tags: z.array(z.string().max(256)).max(100),
});

/** Rules of one set that an organization may run. Hundreds are usual; the engine takes 50,000. */
const RULES_MAX = 5000;

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
};

/** Loads the shipped rules and adopts them for the organization, under a system context. */
export async function adoptShippedRules(context: Context): Promise<AdoptedRules> {
  const { ruleSet, problems, texts } = await shippedRules();
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
  };
}
