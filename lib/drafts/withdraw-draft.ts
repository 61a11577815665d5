import { defineVerb, textInput } from "#lib/access/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { isOpen } from "./draft.ts";
import { seenDraftInput, requireDraft } from "./find-draft.ts";
import { DRAFT_LIMITS } from "./limits.ts";
import { movedOn, withdraw } from "./write-draft.ts";

/**
 * Takes one's own draft back for good, or one whose author works on controls no more; what it proposed stays readable.
 *
 * @throws AppError not_found; forbidden for another person's; conflict when it moved on
 */
export const withdrawDraft = defineVerb({
  name: "drafts.withdraw",
  permission: "controls.manage",
  effect: "write",
  input: seenDraftInput.extend({ reason: textInput(DRAFT_LIMITS.reasonCharacters).default("") }),
  async run(args): Promise<{ code: string }> {
    const { reason, ...seen } = args.input;
    const draft = await requireDraft(args, seen);
    const others = (await membersHolding(args.tx, args.context.organizationId, "controls.manage")).filter((id) => id !== actorId(args.context.actor));
    if (others.includes(draft.createdBy)) throw new AppError("forbidden", "not_own_draft", "Another person wrote this draft. Return it, so that they can decide.");
    if (!isOpen(draft.state)) throw movedOn();
    await withdraw(args, draft, reason);
    return { code: draft.code };
  },
});
