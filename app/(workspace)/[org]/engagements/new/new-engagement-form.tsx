"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type NewEngagementFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  cancelHref: string;
  types: readonly Option[];
  frameworks: readonly Option[];
  controls: readonly { id: string; code: string; title: string }[];
  timeZone: string;
};

/** One audit: what, when, who, which controls. */
export function NewEngagementForm({ action, cancelHref, types, frameworks, controls, timeZone }: NewEngagementFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const field = (name: string) => ({ name, defaultValue: enteredOf(state, name), error: problemOf(state, name) });
  return (
    <form action={submit} className="max-w-[560px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Input label="Name" {...field("name")} required maxLength={120} placeholder="SOC 2 2026" />
      <div className="grid gap-x-4 sm:grid-cols-2">
        <Select label="Framework" {...field("frameworkKey")} options={frameworks} />
        <Select label="Type" {...field("type")} options={types} />
      </div>
      <Input label="Audit firm" {...field("auditFirm")} required maxLength={120} />
      <div className="grid gap-x-4 sm:grid-cols-2">
        <Input label="First day" type="date" {...field("firstDay")} required />
        <Input label="Last day" type="date" {...field("lastDay")} required hint="Included; Type I: the same day" />
        <Input label="Auditors have access until" type="date" {...field("accessUntil")} required hint="To the end of this day" />
        <Input label="Time zone of these days" {...field("timeZone")} defaultValue={enteredOf(state, "timeZone") ?? timeZone} required maxLength={64} />
      </div>
      <div className="mt-4">
        <Fieldset legend="Controls" hint="Auditors see these and no other." error={problemOf(state, "controlIds")}>
          {controls.length === 0 ? <p className="text-muted">No control is adopted yet.</p> : controls.map((one) => <Checkbox key={one.id} name="controlIds" value={one.id} label={`${one.code} ${one.title}`} defaultChecked />)}
        </Fieldset>
      </div>
      <div className="mt-6 flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Opening…">Open engagement</SubmitButton>
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}
