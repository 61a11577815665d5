"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type EnforcementFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  enforced: boolean;
  exempt: readonly string[];
  administrators: readonly { id: string; name: string }[];
};

/** Whether the provider is the only way in, and who gets in when it fails. */
export function EnforcementForm({ action, enforced, exempt, administrators }: EnforcementFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [only, setOnly] = useState(enforced);
  return (
    <form action={submit} {...keptWhenRefused(state)} className="grid max-w-[640px] gap-3 pt-3" onChange={(event) => setOnly(new FormData(event.currentTarget).get("enforced") === "yes")}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <RadioGroup
        label="Ways in" name="enforced" defaultValue={enteredOf(state, "enforced") ?? (enforced ? "yes" : "no")}
        options={[
          { value: "no", label: "The provider, passwords and passkeys" },
          { value: "yes", label: "The provider alone", hint: "Passwords and passkeys of members open this organization no more, from their next request. Auditors keep their own." },
        ]}
      />
      {only ? (
        <Fieldset legend="Administrators who get in when the provider fails" hint="With their password or passkey, and always with a second factor." error={problemOf(state, "exemptMemberIds")}>
          {administrators.map(({ id, name }) => <Checkbox key={id} label={name} name="exemptMemberIds" value={id} defaultChecked={exempt.includes(id)} />)}
        </Fieldset>
      ) : null}
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span>
      </div>
    </form>
  );
}
