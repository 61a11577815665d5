"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

/** Whether another person approves what changes a control's statement, scope and mappings. */
export function ApprovalForm({ action, waived }: { action: (previous: FormState, form: FormData) => Promise<FormState>; waived: boolean }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const error = problemOf(state, "value");
  return (
    <form action={submit} className="grid gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <RadioGroup
        label="A changed statement, scope or mapping" name="value" defaultValue={enteredOf(state, "value") ?? (waived ? "waived" : "second_person")} {...(error === undefined ? {} : { error })}
        options={[
          { value: "second_person", label: "is approved by another person", hint: "Where nobody else can, its author applies it alone." },
          { value: "waived", label: "is applied by its author alone", hint: "The history, the control’s page and packets say that nobody else approved it." },
        ]}
      />
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
