import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { decideDrafts } from "./decide-drafts.ts";
import { seenDraftInput } from "./find-draft.ts";
import { DRAFT_LIMITS } from "./limits.ts";
import { giveBack } from "./write-draft.ts";

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
  run: (args) => decideDrafts(args, "Withdraw it instead", (draft) => giveBack(args, draft, args.input.reason)),
});
