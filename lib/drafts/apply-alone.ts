import { defineVerb } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { approvalNeeded } from "./approval-mode.ts";
import { seenDraftInput, requireDraft } from "./find-draft.ts";
import { approve, movedOn } from "./write-draft.ts";
import { isOpen } from "./draft.ts";

/**
 * Applies one's own draft without a second person: where nobody else in the organization could approve it, or where the
 * organization waives one. What is recorded says so wherever it is shown.
 *
 * @throws AppError not_found; forbidden for another person's draft; precondition_failed where somebody else can approve; conflict
 */
export const applyAlone = defineVerb({
  name: "drafts.apply_alone",
  permission: "drafts.approve",
  effect: "write",
  input: seenDraftInput,
  async run(args): Promise<{ code: string }> {
    const by = actorId(args.context.actor);
    const draft = await requireDraft(args, args.input);
    if (!isOpen(draft.state)) throw movedOn();
    if (draft.createdBy !== by) throw new AppError("forbidden", "not_own_draft", "Another person wrote this draft. Approve it, or return it.");
    const kind = await approvalNeeded(args, draft.authors);
    if (kind === "second_person") throw new AppError("precondition_failed", "second_person_needed", "Somebody else here can approve this. Send it for review; nothing was changed.");
    await approve(args, draft, { draftId: draft.id, kind, proposedBy: by, approvedBy: by });
    return { code: draft.code };
  },
});
