"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";

/** The source of an evidence as the form carries it: a file's hash, a record's id, or nothing but words. */
function sourceOf(form: FormData): object {
  const kind = textField(form, "kind");
  if (kind === "note") return { kind };
  if (kind === "upload") return { kind, sha256: textField(form, "file"), fileName: textField(form, "fileName"), mediaType: optionalField(form, "mediaType") };
  return { kind, id: textField(form, "recordId") };
}

export const submitEvidenceAction = formAction({
  verb: submitEvidence,
  input: (form) => {
    const firstDay = optionalField(form, "firstDay");
    return {
      source: sourceOf(form),
      title: textField(form, "title"),
      note: textField(form, "note"),
      collectedAt: optionalField(form, "collectedAt"),
      period: firstDay === undefined ? undefined : { firstDay, lastDay: optionalField(form, "lastDay") },
      requestIds: listField(form, "requestIds"),
    };
  },
  goTo: ({ number }, org) => `/${org}/evidence/EV-${number}`,
});

export const reviewEvidenceAction = formAction({
  verb: reviewEvidence,
  input: (form) => ({ evidenceId: textField(form, "evidenceId"), decision: textField(form, "decision"), reason: textField(form, "reason"), seen: textField(form, "seen") }),
  answer: ({ number, state }) => ({ number, state }),
});
