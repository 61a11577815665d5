import { z } from "zod";
import { idInput, type VerbArguments } from "#lib/access/index.ts";
import { lockControls, requireControls } from "#lib/controls/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findDraft, type StoredDraft } from "./draft.repository.ts";
import { movedOn } from "./write-draft.ts";

/** A draft as somebody looked at it: its revision says whether it still says the same. */
export const seenDraftInput = z.strictObject({ draftId: idInput, revision: z.number().int().min(1).max(100_000) });
export type SeenDraft = z.output<typeof seenDraftInput>;

/**
 * The draft, as it was looked at; nobody else changes controls until the transaction ends.
 *
 * @throws AppError not_found; conflict when it says something else by now
 */
export async function requireDraft({ tx, scope, context }: Pick<VerbArguments<unknown>, "tx" | "scope" | "context">, { draftId, revision }: SeenDraft): Promise<StoredDraft> {
  await lockControls(tx, context.organizationId);
  const draft = await findDraft(tx, context.organizationId, draftId);
  if (draft === null) throw notFound("draft");
  await requireControls(tx, scope, [draft.controlId]);
  if (draft.revision !== revision) throw movedOn();
  return draft;
}
