"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { SettingField } from "./setting-fields.ts";

type SettingFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  name: string;
  fields: readonly SettingField[];
  unit: string;
};

/** The numbers of one setting. */
export function SettingForm({ action, name, fields, unit }: SettingFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="name" value={name} />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        {fields.map((field) => {
          const path = field.part === "" ? "value" : `value.${field.part}`;
          return (
            <div key={path} className="w-28">
              <Input
                label={field.part === "" ? <span className="capitalize">{unit}</span> : field.label}
                name={path}
                type="number"
                inputMode="numeric"
                min={1}
                step={1}
                required
                defaultValue={enteredOf(state, path) ?? field.value}
                error={problemOf(state, path)}
              />
            </div>
          );
        })}
      </div>
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved. It holds from now on." : ""}</span>
      </div>
    </form>
  );
}
