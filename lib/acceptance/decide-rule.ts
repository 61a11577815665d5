import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { keyAuthors } from "#lib/api-keys/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { recordStep, requireRule } from "./record-step.ts";

const why = textInput(2_000).pipe(z.string().min(1, "Say why."));

/**
 * Approves a proposed rule: from now on it accepts.
 *
 * @throws AppError not_found; conflict when it is not proposed any more; forbidden for its proposer and for the maker of the key
 */
export const approveRule = defineVerb({
  name: "acceptance.approve",
  permission: "evidence.trust",
  effect: "write",
  input: z.strictObject({ ruleId: idInput }),
  async run(args): Promise<{ number: number }> {
    const { tx, context, input } = args;
    const rule = await requireRule(args, input.ruleId, ["proposed"]);
    const self = actorId(context.actor);
    const maker = rule.keyId === null ? undefined : (await keyAuthors(tx, context.organizationId, [rule.keyId])).get(rule.keyId)?.makerMemberId;
    if (rule.proposedBy === self || maker === self) throw new AppError("forbidden", "own_rule", "You proposed this, or made the key that it trusts. Somebody else has to approve it.");
    await recordStep(args, rule, { step: "approved" });
    return { number: rule.number };
  },
});

/**
 * Declines a proposed rule; its proposer takes it back so.
 *
 * @throws AppError not_found; conflict when it is not proposed any more
 */
export const declineRule = defineVerb({
  name: "acceptance.decline",
  permission: "evidence.trust",
  effect: "write",
  input: z.strictObject({ ruleId: idInput, reason: why }),
  async run(args): Promise<{ number: number }> {
    const rule = await requireRule(args, args.input.ruleId, ["proposed"]);
    await recordStep(args, rule, { step: "declined", reason: args.input.reason });
    return { number: rule.number };
  },
});

/**
 * Ends a rule: from now on people judge what comes from that source. What it accepted stays accepted.
 *
 * @throws AppError not_found; conflict when it is not in force
 */
export const endRule = defineVerb({
  name: "acceptance.end",
  permission: "evidence.trust",
  effect: "write",
  input: z.strictObject({ ruleId: idInput, reason: why }),
  async run(args): Promise<{ number: number }> {
    const rule = await requireRule(args, args.input.ruleId, ["in_force"]);
    await recordStep(args, rule, { step: "ended", reason: args.input.reason });
    return { number: rule.number };
  },
});
