import type { VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { StoredDraft } from "./draft.repository.ts";
import { requireDraft, type SeenDraft } from "./find-draft.ts";
import { movedOn } from "./write-draft.ts";

/**
 * Decides on drafts that wait for it, one after the other, all or none.
 *
 * @param instead what somebody does with a draft of their own
 * @throws AppError not_found; forbidden for a draft that the caller wrote any of; conflict when one moved on
 */
export async function decideDrafts(args: VerbArguments<{ drafts: SeenDraft[] }>, instead: string, decide: (draft: StoredDraft) => Promise<void>): Promise<{ codes: string[] }> {
  const codes: string[] = [];
  for (const seen of new Map(args.input.drafts.map((one) => [one.draftId, one])).values()) {
    const draft = await requireDraft(args, seen);
    if (draft.state !== "in_review") throw movedOn();
    if (draft.authors.includes(actorId(args.context.actor))) throw new AppError("forbidden", "own_draft", `You wrote the draft of ${draft.code}. ${instead}; nothing was changed.`);
    await decide(draft);
    codes.push(draft.code);
  }
  return { codes };
}
