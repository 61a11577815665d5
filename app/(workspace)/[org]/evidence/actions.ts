"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { sentFileOf } from "#app/_evidence/sent-file.ts";
import { askInspection, releaseFile } from "#lib/inspection/index.ts";
import { reviewEvidence, submitEvidence, submitFiles } from "#lib/evidence/index.ts";

/** The source of an evidence as the form carries it: a record's id, or nothing but words. */
function sourceOf(form: FormData): object {
  const kind = textField(form, "kind");
  if (kind === "note") return { kind };
  return { kind, id: textField(form, "recordId") };
}

/** What every kind of source is submitted with. */
function commonOf(form: FormData): object {
  const firstDay = optionalField(form, "firstDay");
  return {
    note: textField(form, "note"),
    collectedAt: optionalField(form, "collectedAt"),
    period: firstDay === undefined ? undefined : { firstDay, lastDay: optionalField(form, "lastDay") },
    requestIds: listField(form, "requestIds"),
  };
}

export const submitEvidenceAction = formAction({
  verb: submitEvidence,
  input: (form) => ({ ...commonOf(form), source: sourceOf(form), title: textField(form, "title") }),
  goTo: ({ number }, org) => `/${org}/evidence/EV-${number}`,
});

export const submitFilesAction = formAction({
  verb: submitFiles,
  input: (form) => ({ ...commonOf(form), title: optionalField(form, "title"), files: listField(form, "files").map(sentFileOf) }),
  goTo: (recorded, org) => (recorded.length === 1 ? `/${org}/evidence/EV-${recorded[0]?.number}` : `/${org}/evidence`),
});

export const releaseFileAction = formAction({
  verb: releaseFile,
  input: (form) => ({ sha256: textField(form, "sha256"), reason: textField(form, "reason") }),
});

export const askInspectionAction = formAction({
  verb: askInspection,
  input: (form) => ({ sha256: textField(form, "sha256") }),
});

export const reviewEvidenceAction = formAction({
  verb: reviewEvidence,
  input: (form) => ({ evidenceId: textField(form, "evidenceId"), decision: textField(form, "decision"), reason: textField(form, "reason"), seen: textField(form, "seen") }),
  answer: ({ number, state }) => ({ number, state }),
});
