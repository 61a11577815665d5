import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { seenDraftInput, requireDraft } from "./find-draft.ts";
import { DRAFT_LIMITS } from "./limits.ts";
import { approve, movedOn } from "./write-draft.ts";

/**
 * Approves drafts of others: what they propose is recorded, each naming its author and who approved it. All of them or none.
 *
 * @throws AppError not_found; forbidden when the approver wrote any of one; conflict when one moved on, or somebody changed since
 *   what it changes
 */
export const approveDrafts = defineVerb({
  name: "drafts.approve",
  permission: "drafts.approve",
  effect: "write",
  input: z.strictObject({ drafts: z.array(seenDraftInput).min(1, "Choose at least one draft.").max(DRAFT_LIMITS.together) }),
  async run(args): Promise<{ codes: string[] }> {
    const by = actorId(args.context.actor);
    const codes: string[] = [];
    for (const seen of new Map(args.input.drafts.map((one) => [one.draftId, one])).values()) {
      const draft = await requireDraft(args, seen);
      if (draft.state !== "in_review") throw movedOn();
      if (draft.authors.includes(by)) throw new AppError("forbidden", "own_draft", `You wrote the draft of ${draft.code}. Somebody else has to approve it; nothing was changed.`);
      await approve(args, draft, { draftId: draft.id, kind: "second_person", proposedBy: draft.createdBy, approvedBy: by });
      codes.push(draft.code);
    }
    return { codes };
  },
});
