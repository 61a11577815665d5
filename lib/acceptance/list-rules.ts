import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { keysThatSubmit } from "#lib/api-keys/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { allRules, askedRequests, type AskedRequest } from "./acceptance-rule.repository.ts";
import { describeRules, type RuleView } from "./describe-rules.ts";

export type AcceptanceRules = {
  /** The newest first. */
  rules: (RuleView & { /** Whether the person who looks may approve it. */ canApprove: boolean })[];
  /** What can be trusted, and for what. */
  keys: { id: string; name: string }[];
  requests: AskedRequest[];
};

/** The rules by which evidence is accepted without a person, whatever became of them, and what a new one could speak of. */
export const listRules = defineVerb({
  name: "acceptance.list",
  permission: "evidence.trust",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context, now }): Promise<AcceptanceRules> {
    const { organizationId } = context;
    const self = actorId(context.actor);
    const rules = await allRules(tx, organizationId);
    const keys = await keysThatSubmit(tx, organizationId, now);
    const own = new Set(rules.filter((rule) => rule.proposedBy === self || keys.some((key) => key.id === rule.keyId && key.makerMemberId === self)).map((rule) => rule.id));
    return {
      rules: (await describeRules(tx, organizationId, rules, now)).map((rule) => ({ ...rule, canApprove: rule.standing === "proposed" && !own.has(rule.id) })),
      keys: keys.map(({ id, name }) => ({ id, name })),
      requests: await askedRequests(tx, organizationId),
    };
  },
});
