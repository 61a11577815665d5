"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { REGION_HINT, regionOptions } from "#app/_ui/region-options.ts";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { Region } from "#lib/platform/region.ts";

type OrganizationFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  name: string;
  timeZone: string;
  region: Region;
  zones: readonly string[];
};

/** The organization's name, time zone and region. */
export function OrganizationForm({ action, name, timeZone, region, zones }: OrganizationFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[480px] gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Input label="Name" name="name" required maxLength={120} autoComplete="organization" defaultValue={enteredOf(state, "name") ?? name} error={problemOf(state, "name")} />
      <Select
        label="Time zone" name="timeZone" options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        hint="Times are shown in it. Engagements and schedules keep the one they were made with."
        defaultValue={enteredOf(state, "timeZone") ?? timeZone} error={problemOf(state, "timeZone")}
      />
      <Select
        label="Region" name="region" options={regionOptions()} hint={REGION_HINT}
        defaultValue={enteredOf(state, "region") ?? region} error={problemOf(state, "region")}
      />
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
