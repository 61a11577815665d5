"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  controlId: string;
  /** First day of the window, and today: between them lies the day on which it was done. */
  window: string;
  today: string;
  choices: readonly { id: string; label: string; hint: string }[];
  /** Where evidence is added that is not there yet. */
  addHref: string;
};

const FOUND = [{ value: "no", label: "No" }, { value: "yes", label: "Yes" }] as const;

/** Says that a control was performed: when, what was done, what was found, what proves it. */
export function PerformForm({ action, controlId, window, today, choices, addHref }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [found, setFound] = useState("no");
  return (
    <form action={submit} className="grid max-w-[560px] gap-4 pt-3" {...keptWhenRefused(state)}>
      <input type="hidden" name="controlId" value={controlId} />
      <input type="hidden" name="window" value={window} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <DatePicker label="Performed on" name="performedOn" today={today} defaultValue={enteredOf(state, "performedOn") ?? today} min={window} max={today} required error={problemOf(state, "performedOn")} />
      <Textarea label="What was done" name="summary" rows={4} maxLength={4000} required hint="Which systems, with whom, and how it was decided. An auditor reads this." defaultValue={enteredOf(state, "summary")} error={problemOf(state, "summary")} />
      <Segmented label="Exceptions found" name="found" options={FOUND} defaultValue={found} onChange={setFound} />
      {found === "yes" ? <Textarea label="What was found, and what was done about it" name="exceptions" rows={3} maxLength={4000} required defaultValue={enteredOf(state, "exceptions")} error={problemOf(state, "exceptions")} /> : null}
      <Fieldset legend="Evidence" hint={choices.length === 0 ? "Nothing has been collected for this control since the window began." : "Collected for this control since the window began."} {...errorOf(problemOf(state, "evidenceIds"))}>
        {choices.map((one) => <Checkbox key={one.id} name="evidenceIds" value={one.id} label={one.label} hint={one.hint} />)}
        <p><a className="link" href={addHref}>Add evidence</a></p>
      </Fieldset>
      <div><SubmitButton kind="primary" pendingLabel="Recording…">Record as performed</SubmitButton></div>
    </form>
  );
}

function errorOf(error: string | undefined): { error?: string } {
  return error === undefined ? {} : { error };
}
