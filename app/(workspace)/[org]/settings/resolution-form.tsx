"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

/** Whether an alert that its vendor calls over is closed by that, where nobody had taken it. */
export function ResolutionForm({ action, closes }: { action: (previous: FormState, form: FormData) => Promise<FormState>; closes: boolean }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const error = problemOf(state, "value");
  return (
    <form action={submit} className="grid gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <RadioGroup
        label="An alert that its vendor calls over" name="value" defaultValue={enteredOf(state, "value") ?? (closes ? "close_untaken" : "people_judge")} {...(error === undefined ? {} : { error })}
        options={[
          { value: "people_judge", label: "is judged by people all the same", hint: "It shows what the vendor says, and waits for a verdict." },
          { value: "close_untaken", label: "is closed where nobody has taken it", hint: "As “ended at the vendor”, which is nobody’s verdict; packets say so, and it may still be judged." },
        ]}
      />
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
