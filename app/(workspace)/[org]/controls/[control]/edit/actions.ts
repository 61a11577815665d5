"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { numberField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { EDITED_PART_NAMES, editControl } from "#lib/drafts/index.ts";

export const editControlAction = formAction({
  verb: editControl,
  input: (form) => ({
    controlId: textField(form, "controlId"),
    texts: Object.fromEntries(EDITED_PART_NAMES.map((part) => [part, textField(form, part)])),
    baseVersion: numberField(form, "baseVersion"),
    textVersion: numberField(form, "textVersion"),
    draft: optionalField(form, "draftId") === undefined ? null : { id: textField(form, "draftId"), revision: numberField(form, "draftRevision") },
    effectiveDay: optionalField(form, "effectiveDay") ?? null,
    reason: textField(form, "reason"),
    send: textField(form, "send"),
  }),
  answer: (outcome) => outcome,
});
