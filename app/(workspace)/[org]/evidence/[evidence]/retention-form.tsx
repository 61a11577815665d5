"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { CLASSIFICATION_WORDS, CLASSIFICATIONS, type Classification } from "#lib/evidence/client.ts";

type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; evidenceId: string; classification: Classification; retainDays: number | null };

/** How widely an evidence may be known, and how long it is kept where that differs. */
export function RetentionForm({ action, evidenceId, classification, retainDays }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-1">
      <input type="hidden" name="evidenceId" value={evidenceId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div className="grid items-end gap-4 sm:grid-cols-2 [&_.field]:mt-0">
        <Select label="Classification" name="classification" key={classification} defaultValue={enteredOf(state, "classification") ?? classification} options={CLASSIFICATIONS.map((value) => ({ value, label: CLASSIFICATION_WORDS[value] }))} error={problemOf(state, "classification")} />
        <Input label="Kept for" name="retainDays" inputMode="numeric" optional defaultValue={enteredOf(state, "retainDays") ?? retainDays?.toString() ?? ""} error={problemOf(state, "retainDays")} hint="Days. Empty: as its classification says." />
      </div>
      <div><SubmitButton pendingLabel="Saving…">Save</SubmitButton></div>
    </form>
  );
}
