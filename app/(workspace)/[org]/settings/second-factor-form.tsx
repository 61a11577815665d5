"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type SecondFactorFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  /** The day from which it is required; null: it is not. */
  from: string | null;
  /** Today in the organization's zone. */
  today: string;
  zone: string;
};

/** Whether everybody needs a second factor, and from which day. */
export function SecondFactorForm({ action, from, today, zone }: SecondFactorFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [required, setRequired] = useState(from !== null);
  return (
    <form action={submit} className="grid gap-3 pt-3" onChange={(event) => setRequired(new FormData(event.currentTarget).get("required") === "yes")}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <RadioGroup
        label="Required" name="required" defaultValue={enteredOf(state, "required") ?? (from === null ? "no" : "yes")}
        options={[{ value: "no", label: "Everybody decides for themselves" }, { value: "yes", label: "Of everybody, auditors too", hint: "Whoever has none is led to set one up, and reaches nothing else here." }]}
      />
      {required ? (
        <div className="w-44"><DatePicker label="From" name="value" today={today} required defaultValue={enteredOf(state, "value") ?? from ?? undefined} hint={`${zone} time`} error={problemOf(state, "value")} /></div>
      ) : null}
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
