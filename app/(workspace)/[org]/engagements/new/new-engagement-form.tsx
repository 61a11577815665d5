"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Combobox, type Choice } from "#app/_ui/combobox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { PeriodPicker } from "#app/_ui/period-picker.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

/** What the form begins with. */
export type Initial = { frameworkKey?: string; type?: string; firstDay?: string; lastDay?: string; timeZone?: string };

type NewEngagementFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  cancelHref: string;
  types: readonly Option[];
  frameworks: readonly Option[];
  controls: readonly { id: string; code: string; title: string }[];
  initial: Initial;
  /** Today in the organization's zone, and all the zones there are. */
  today: string;
  zones: readonly Choice[];
};

/** Two fields side by side, whose own distance from the field before would set them askew. */
const PAIR = "mt-4 grid items-start gap-4 sm:grid-cols-2 [&_.field]:mt-0";

/** One audit: what, when, who, which controls. */
export function NewEngagementForm({ action, cancelHref, types, frameworks, controls, initial, today, zones }: NewEngagementFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [zone, setZone] = useState(initial.timeZone ?? "UTC");
  // Held here, because a refused form is reset: a control that was taken out must not come back in.
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(controls.map((one) => one.id)));
  const toggle = (id: string): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const field = (name: string) => ({ name, defaultValue: enteredOf(state, name) ?? initial[name as keyof Initial], error: problemOf(state, name) });
  return (
    <form action={submit} className="max-w-[560px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Input label="Name" {...field("name")} required maxLength={120} placeholder="SOC 2 2026" />
      <div className={PAIR}>
        <Select label="Framework" {...field("frameworkKey")} options={frameworks} />
        <Select label="Type" {...field("type")} options={types} />
      </div>
      <div className="mt-4"><Input label="Audit firm" {...field("auditFirm")} required maxLength={120} /></div>
      <div className="mt-4">
        <PeriodPicker legend="Period of the audit" timeZone={zone} today={today} required defaultPeriod={initial} errors={{ firstDay: problemOf(state, "firstDay"), lastDay: problemOf(state, "lastDay") }} />
        <p className="text-muted">For Type I both days are the same.</p>
      </div>
      <div className={PAIR}>
        <DatePicker label="Auditors have access until" {...field("accessUntil")} today={today} required hint="To the end of this day" />
        <Combobox label="Time zone of these days" name="timeZone" options={zones} defaultValue={zone} onChange={setZone} required error={problemOf(state, "timeZone")} hint="The audited company's" />
      </div>
      <div className="mt-4">
        <Fieldset legend="Controls" hint="Auditors see these and no other." error={problemOf(state, "controlIds")}>
          {controls.length === 0 ? <p className="text-muted">No control is adopted yet.</p> : controls.map((one) => <Checkbox key={one.id} name="controlIds" value={one.id} label={`${one.code} ${one.title}`} defaultChecked={picked.has(one.id)} onChange={() => toggle(one.id)} />)}
        </Fieldset>
      </div>
      <div className="mt-6 flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Opening…">Open engagement</SubmitButton>
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}
