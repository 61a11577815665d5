"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { performOccurrence, reviewOccurrence } from "#lib/occurrences/index.ts";

export const performAction = formAction({
  verb: performOccurrence,
  input: (form) => ({
    controlId: textField(form, "controlId"),
    window: textField(form, "window"),
    performedOn: textField(form, "performedOn"),
    summary: textField(form, "summary"),
    exceptions: textField(form, "found") === "yes" ? textField(form, "exceptions") : null,
    evidenceIds: listField(form, "evidenceIds"),
  }),
});

export const reviewAction = formAction({
  verb: reviewOccurrence,
  input: (form) => ({ performanceId: textField(form, "performanceId"), decision: textField(form, "decision"), reason: textField(form, "reason"), seen: textField(form, "seen") }),
});
