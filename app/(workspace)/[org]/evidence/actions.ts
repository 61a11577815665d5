"use server";
import { redirect } from "next/navigation";
import { formAction, formOutcome } from "#app/_edge/form-action.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { ownPath } from "#app/_edge/own-path.ts";
import { pageContext } from "#app/_edge/page-context.ts";
import { holdOf } from "#app/_hold/hold-of.ts";
import { listField, numberField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { sentFileOf } from "#app/_evidence/sent-file.ts";
import { redactEvidence } from "#lib/redaction/index.ts";
import { proposeOriginal } from "#lib/disposal/index.ts";
import { placeLegalHold, releaseLegalHold } from "#lib/leaving/index.ts";
import { askInspection, releaseFile } from "#lib/inspection/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { classifyEvidence, restoreEvidence, reviewEvidence, submitEvidence, submitFiles, supersedeEvidence } from "#lib/evidence/index.ts";
import { lookAtFileAgain } from "#lib/stored-files/index.ts";
import { judgeChosen } from "./review/judge-chosen.ts";
import type { ManyJudged } from "./review/judge-many.tsx";
import { nextAddress } from "./review/next-address.ts";

/** The source of an evidence as the form carries it: a record's id, or nothing but words. */
function sourceOf(form: FormData): object {
  const kind = textField(form, "kind");
  if (kind === "note") return { kind };
  if (kind === "link") return { kind, address: textField(form, "address") };
  return { kind, id: textField(form, "recordId") };
}

/** What every kind of source is submitted with. */
function commonOf(form: FormData): object {
  const firstDay = optionalField(form, "firstDay");
  return {
    note: textField(form, "note"),
    classification: optionalField(form, "classification"),
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

export const lookAtFileAgainAction = formAction({
  verb: lookAtFileAgain,
  input: (form) => ({ sha256: textField(form, "sha256") }),
});

export const classifyEvidenceAction = formAction({
  verb: classifyEvidence,
  input: (form) => ({ evidenceId: textField(form, "evidenceId"), classification: textField(form, "classification"), retainDays: optionalField(form, "retainDays") === undefined ? undefined : numberField(form, "retainDays") }),
});

/** How a redacted version comes about, as the form says it. */
function redactionOf(form: FormData): object {
  const kind = textField(form, "kind");
  if (kind === "columns") return { kind, columns: listField(form, "columns").map(Number) };
  if (kind === "lines") return { kind, lines: textField(form, "lines") };
  return { kind, file: sentFileOf(listField(form, "files")[0] ?? "{}"), removed: textField(form, "removed") };
}

export const redactEvidenceAction = formAction({
  verb: redactEvidence,
  input: (form) => ({ evidenceId: textField(form, "evidenceId"), how: redactionOf(form), reason: textField(form, "reason") }),
  goTo: ({ number }, org) => `/${org}/evidence/EV-${number}`,
});

export const proposeOriginalAction = formAction({ verb: proposeOriginal, input: (form) => ({ evidenceId: textField(form, "evidenceId") }) });

export const placeHoldAction = formAction({ verb: placeLegalHold, input: holdOf });

export const releaseHoldAction = formAction({ verb: releaseLegalHold, input: (form) => ({ holdId: textField(form, "holdId"), reason: textField(form, "reason") }) });

export const reviewEvidenceAction = formAction({
  verb: reviewEvidence,
  input: (form) => ({ evidenceId: textField(form, "evidenceId"), decision: textField(form, "decision"), reason: textField(form, "reason"), seen: textField(form, "seen") }),
  answer: ({ number, state }) => ({ number, state }),
});

const decide = formAction({
  verb: reviewEvidence,
  input: (form) => {
    const replaces = textField(form, "decision") === "replace";
    return { evidenceId: textField(form, "evidenceId"), decision: replaces ? "accepted" : textField(form, "decision"), reason: textField(form, "reason"), ...(replaces ? { replaces: textField(form, "replaces") } : {}) };
  },
  answer: ({ number, state }) => ({ reference: evidenceReference(number), state }),
});

/** Judges one item of the inbox and goes on to the next, where it is said what was decided. */
export async function decideInInboxAction(org: string, _previous: FormState, form: FormData): Promise<FormState> {
  const outcome = await decide(org, { ok: null }, form);
  if (outcome.ok !== true) return outcome;
  redirect(nextAddress(ownPath(textField(form, "next")), `/${org}/evidence/review`, `${outcome.answer.reference}.${outcome.answer.state}`));
}

/** Judges the chosen items of the inbox, or all that match. */
export async function judgeManyAction(org: string, _previous: FormState<ManyJudged>, form: FormData): Promise<FormState<ManyJudged>> {
  const context = await pageContext(String(org));
  return formOutcome(form, () => judgeChosen(context, form));
}

export const supersedeEvidenceAction = formAction({
  verb: supersedeEvidence,
  input: (form) => ({ successorId: textField(form, "successorId"), evidenceId: textField(form, "evidenceId"), reason: textField(form, "reason") }),
});

export const restoreEvidenceAction = formAction({
  verb: restoreEvidence,
  input: (form) => ({ successorId: textField(form, "successorId"), evidenceId: textField(form, "evidenceId"), reason: textField(form, "reason") }),
});
