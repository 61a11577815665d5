"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup, type RadioOption } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type ChoiceFormProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; label: string; value: string; options: readonly RadioOption[] };

/** A setting that is one of a few words. */
export function ChoiceForm({ action, label, value, options }: ChoiceFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const error = problemOf(state, "value");
  return (
    <form action={submit} className="grid gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <RadioGroup label={label} name="value" defaultValue={enteredOf(state, "value") ?? value} {...(error === undefined ? {} : { error })} options={options} />
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
