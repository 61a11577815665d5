"use client";
import { useActionState, type ReactNode } from "react";
import type { FormState } from "#app/_edge/form-state.ts";
import { enteredOf, problemOf, unsent } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** One field of a step: what the person must say to take it. */
export type StepField =
  | { kind: "text"; name: string; label: string; hint?: string; optional?: boolean }
  | { kind: "choice"; name: string; label: string; options: readonly { value: string; label: string }[]; current?: string }
  | { kind: "radio"; name: string; label: string; options: readonly { value: string; label: string; hint?: string }[]; current: string };

/** A step in the life of an incident as a form: its fields, what is wrong with them, and one button. */
export function StepForm({ action, incidentId, fields, submit, primary = false, children }: { action: Action; incidentId: string; fields: readonly StepField[]; submit: string; primary?: boolean; children?: ReactNode }) {
  const [state, dispatch] = useActionState(action, unsent);
  return (
    <form action={dispatch} className="grid gap-3">
      <input type="hidden" name="incidentId" value={incidentId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {fields.map((field) => (
        <StepFieldControl key={field.name} field={field} entered={enteredOf(state, field.name)} error={problemOf(state, field.name)} />
      ))}
      {children}
      <div><SubmitButton kind={primary ? "primary" : "secondary"} pendingLabel="Saving…">{submit}</SubmitButton></div>
    </form>
  );
}

function StepFieldControl({ field, entered, error }: { field: StepField; entered: string | undefined; error: string | undefined }) {
  const { name, label } = field;
  if (field.kind === "text") return <Textarea label={label} name={name} hint={field.hint} optional={field.optional} rows={3} defaultValue={entered} error={error} />;
  if (field.kind === "choice") return <Select label={label} name={name} options={field.options} defaultValue={entered ?? field.current} error={error} />;
  return <RadioGroup label={label} name={name} options={field.options} defaultValue={entered ?? field.current} error={error} />;
}
