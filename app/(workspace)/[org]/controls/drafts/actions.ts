"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, numberField, textField } from "#app/_edge/form-fields.ts";
import { applyAlone, approveDrafts, returnDrafts, submitDraft, withdrawDraft } from "#lib/drafts/index.ts";

/** Drafts as rows of a table carry them: "id revision". */
function draftsOf(form: FormData): { draftId: string; revision: number }[] {
  return listField(form, "selected").map((text) => {
    const [draftId = "", revision = ""] = text.split(" ");
    return { draftId, revision: Number(revision) };
  });
}

const seenOf = (form: FormData) => ({ draftId: textField(form, "draftId"), revision: numberField(form, "revision") });

export const approveDraftsAction = formAction({ verb: approveDrafts, input: (form) => ({ drafts: draftsOf(form) }), answer: ({ codes }) => codes });
export const returnDraftsAction = formAction({ verb: returnDrafts, input: (form) => ({ drafts: draftsOf(form), reason: textField(form, "reason") }), answer: ({ codes }) => codes });
export const submitDraftAction = formAction({ verb: submitDraft, input: seenOf });
export const withdrawDraftAction = formAction({ verb: withdrawDraft, input: (form) => ({ ...seenOf(form), reason: textField(form, "reason") }) });
export const applyAloneAction = formAction({ verb: applyAlone, input: seenOf, goTo: ({ code }, org) => `/${org}/controls/${code}` });
