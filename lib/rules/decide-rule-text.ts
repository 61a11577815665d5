import { z } from "zod";
import { defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { tryRulesAt } from "#lib/settings/index.ts";
import { checkText, whyNotProposed } from "./check-text.ts";
import { RULE_LIMITS } from "./limits.ts";
import { authorsOf, proposeOrApply, recordTextStep, refuseTooMany, requireTexts, settleProposals } from "./record-text-step.ts";
import { proposedOfPack } from "./rule-text.repository.ts";
import { partOfShipped } from "./save-rule-text.ts";
import { shippedRules } from "./shipped-rules.ts";

const why = textInput(RULE_LIMITS.reasonChars).pipe(z.string().min(1, "Say why."));
/** Texts by their ids, or all that an archive proposes. */
const several = { textIds: z.array(idInput).min(1).max(RULE_LIMITS.textsAtOnce).optional(), packId: idInput.optional() };

async function idsOf({ tx, context: { organizationId } }: Pick<VerbArguments<unknown>, "tx" | "context">, { textIds, packId }: { textIds?: string[] | undefined; packId?: string | undefined }): Promise<string[]> {
  const ids = textIds ?? (packId === undefined ? [] : await proposedOfPack(tx, organizationId, packId));
  if (ids.length === 0) throw notFound("rule text");
  return ids;
}

/**
 * Proposes a draft of rules as it is. A tuning is proposed by saving it.
 *
 * @throws AppError not_found; conflict when it is no draft; validation when it does not compile, or an example fails
 */
export const proposeRuleText = defineVerb({
  name: "rules.propose_text",
  permission: "rules.manage",
  effect: "write",
  input: z.strictObject({ textId: idInput }),
  prepare: () => shippedRules(),
  async run(args): Promise<{ inForce: boolean }> {
    const texts = await requireTexts(args, [args.input.textId], "draft");
    for (const { text, kind } of texts) {
      if (kind === "tuning") throw new AppError("validation", "tuning", "A tuning is proposed from the rule’s page.");
      const check = checkText(text);
      const refusal = whyNotProposed(check) ?? partOfShipped(args.prepared, check);
      if (refusal !== null) throw new AppError("validation", "rule_text_refused", "It was not proposed.", [{ path: "text", message: refusal }]);
    }
    return proposeOrApply(args, texts, texts[0]?.reason ?? "");
  },
});

/**
 * Approves proposed texts: the next log is read with them.
 *
 * @throws AppError not_found; conflict when one is not proposed any more; forbidden for who wrote or proposed one; validation when its rules are another text's
 */
export const approveRuleTexts = defineVerb({
  name: "rules.approve_texts",
  permission: "rules.manage",
  effect: "write",
  input: z.strictObject(several),
  async run(args): Promise<{ approved: number }> {
    const texts = await requireTexts(args, await idsOf(args, args.input), "proposed");
    const self = actorId(args.context.actor);
    if (texts.some((text) => authorsOf(text).includes(self))) throw new AppError("forbidden", "own_rule", "You wrote or proposed this. Somebody else has to approve it.");
    await refuseTooMany(args, texts);
    await recordTextStep(args, texts, { step: "approved" });
    await tryRulesAt(args.tx, args.now);
    await settleProposals(args, texts);
    return { approved: texts.length };
  },
});

/** Returns proposed texts to their authors. @throws AppError not_found; conflict when one is not proposed any more */
export const returnRuleTexts = defineVerb({
  name: "rules.return_texts",
  permission: "rules.manage",
  effect: "write",
  input: z.strictObject({ ...several, reason: why }),
  async run(args): Promise<{ returned: number }> {
    const texts = await requireTexts(args, await idsOf(args, args.input), "proposed");
    await recordTextStep(args, texts, { step: "returned", reason: args.input.reason });
    await settleProposals(args, texts);
    return { returned: texts.length };
  },
});

/** Takes back what one proposed. @throws AppError not_found; conflict when it is not proposed any more; forbidden for others */
export const withdrawRuleText = defineVerb({
  name: "rules.withdraw_text",
  permission: "rules.manage",
  effect: "write",
  input: z.strictObject({ textId: idInput, reason: why }),
  async run(args): Promise<void> {
    const texts = await requireTexts(args, [args.input.textId], "proposed");
    if (!texts.every((text) => authorsOf(text).includes(actorId(args.context.actor)))) throw new AppError("forbidden", "not_own_rule", "Somebody else proposed this. Return it instead.");
    await recordTextStep(args, texts, { step: "withdrawn", reason: args.input.reason });
    await settleProposals(args, texts);
  },
});

/**
 * Takes a text out of force: its rules end, or a tuned rule is itself again. A shipped rule whose place it took is back.
 *
 * @throws AppError not_found; conflict when it is not in force
 */
export const endRuleText = defineVerb({
  name: "rules.end_text",
  permission: "rules.manage",
  effect: "write",
  input: z.strictObject({ textId: idInput, reason: why }),
  async run(args): Promise<void> {
    const texts = await requireTexts(args, [args.input.textId], "in_force");
    await recordTextStep(args, texts, { step: "ended", reason: args.input.reason });
    await tryRulesAt(args.tx, args.now);
  },
});
