import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { decideDrafts } from "./decide-drafts.ts";
import { seenDraftInput } from "./find-draft.ts";
import { DRAFT_LIMITS } from "./limits.ts";
import { approve } from "./write-draft.ts";

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
  run: (args) =>
    decideDrafts(args, "Somebody else has to approve it", (draft) =>
      approve(args, draft, { draftId: draft.id, kind: "second_person", proposedBy: draft.createdBy, approvedBy: actorId(args.context.actor) })),
});
