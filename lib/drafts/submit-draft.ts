import { defineVerb } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { isOpen } from "./draft.ts";
import { seenDraftInput, requireDraft } from "./find-draft.ts";
import { movedOn, submit } from "./write-draft.ts";

/** Sends one's own draft for review. @throws AppError not_found; forbidden for another person's; conflict when it moved on */
export const submitDraft = defineVerb({
  name: "drafts.submit",
  permission: "controls.manage",
  effect: "write",
  input: seenDraftInput,
  async run(args): Promise<{ code: string }> {
    const draft = await requireDraft(args, args.input);
    if (draft.createdBy !== actorId(args.context.actor)) throw new AppError("forbidden", "not_own_draft", "Another person wrote this draft. They send it when it is ready.");
    if (!isOpen(draft.state)) throw movedOn();
    if (draft.state === "in_review") args.unchanged();
    else await submit(args, draft);
    return { code: draft.code };
  },
});
