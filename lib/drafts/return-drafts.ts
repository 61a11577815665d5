import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { seenDraftInput, requireDraft } from "./find-draft.ts";
import { DRAFT_LIMITS } from "./limits.ts";
import { giveBack, movedOn } from "./write-draft.ts";

/**
 * Gives drafts back to who wrote them, with a reason. They stay theirs to change and send again.
 *
 * @throws AppError not_found; forbidden for one's own, which is withdrawn instead; conflict when one moved on
 */
export const returnDrafts = defineVerb({
  name: "drafts.return",
  permission: "drafts.approve",
  effect: "write",
  input: z.strictObject({
    drafts: z.array(seenDraftInput).min(1, "Choose at least one draft.").max(DRAFT_LIMITS.together),
    reason: textInput(DRAFT_LIMITS.reasonCharacters).min(1, "Say why, so that it can be done better."),
  }),
  async run(args): Promise<{ codes: string[] }> {
    const by = actorId(args.context.actor);
    const codes: string[] = [];
    for (const seen of new Map(args.input.drafts.map((one) => [one.draftId, one])).values()) {
      const draft = await requireDraft(args, seen);
      if (draft.state !== "in_review") throw movedOn();
      if (draft.authors.includes(by)) throw new AppError("forbidden", "own_draft", `You wrote the draft of ${draft.code}. Withdraw it instead; nothing was changed.`);
      await giveBack(args, draft, args.input.reason);
      codes.push(draft.code);
    }
    return { codes };
  },
});
