"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Combobox } from "#app/_ui/combobox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { PeriodPicker } from "#app/_ui/period-picker.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Framework = { key: string; label: string; note: string; chosen: boolean; type: string };
type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  frameworks: readonly Framework[];
  types: readonly Option[];
  period: { firstDay: string; lastDay: string; timeZone: string };
  zones: readonly string[];
  /** Today in the organization's zone. */
  today: string;
};

/** Which audits, and for which period. */
export function AimsForm({ action, frameworks, types, period, zones, today }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  // Held here, because a refused form is reset.
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(frameworks.filter((one) => one.chosen).map((one) => one.key)));
  const toggle = (key: string): void => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  const [zone, setZone] = useState(period.timeZone);
  return (
    <form action={submit} className="mt-6 max-w-[640px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Fieldset legend="Frameworks" error={problemOf(state, "aims")}>
        {frameworks.map((one) => (
          <div key={one.key} className="grid items-start gap-x-4 gap-y-2 border-b border-line-soft pb-3 sm:grid-cols-[minmax(0,1fr)_180px] [&_.field]:mt-0">
            <Checkbox name="framework" value={one.key} label={<span className="font-medium">{one.label}</span>} hint={one.note} checked={chosen.has(one.key)} onChange={() => toggle(one.key)} />
            {chosen.has(one.key) ? <Select label={`Type of audit, ${one.label}`} name={`type.${one.key}`} options={types} defaultValue={enteredOf(state, `type.${one.key}`) ?? one.type} /> : null}
          </div>
        ))}
      </Fieldset>
      <div className="mt-6">
        <PeriodPicker legend="Period of the audit" timeZone={zone} today={today} required defaultPeriod={period} errors={{ firstDay: problemOf(state, "firstDay"), lastDay: problemOf(state, "lastDay") }} />
        <p className="text-muted">For Type I both days are the same.</p>
      </div>
      <div className="mt-4 max-w-[320px]">
        <Combobox label="Time zone of these days" name="timeZone" options={zones.map((one) => ({ value: one, label: one.replaceAll("_", " ") }))} defaultValue={zone} onChange={setZone} required error={problemOf(state, "timeZone")} />
      </div>
      <div className="mt-6"><SubmitButton kind="primary" pendingLabel="Saving…">Save and go on</SubmitButton></div>
    </form>
  );
}
