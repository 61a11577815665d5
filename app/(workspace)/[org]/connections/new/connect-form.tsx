"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { ManifestFields, type FormField } from "../manifest-fields.tsx";

type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  connector: { id: string; name: string; settings: readonly FormField[] };
  /** Its address is made for it: nothing is typed to prove who asks. */
  receives: boolean;
  strategy: { id: string; name: string; explains: string; fields: readonly FormField[] };
};

/** Connects a vendor: its form is what the connector's manifest describes. The vendor is asked before anything is saved. */
export function ConnectForm({ action, connector, receives, strategy }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-4 pt-3" autoComplete="off">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="connector" value={connector.id} />
      <input type="hidden" name="strategy" value={strategy.id} />
      <Input label="Name" name="name" required maxLength={100} hint="What people here call it." defaultValue={enteredOf(state, "name") ?? connector.name} error={problemOf(state, "name")} />
      {connector.settings.length === 0 ? null : <Fieldset legend={receives ? "What is expected" : "What is asked"}><ManifestFields fields={connector.settings} prefix="settings" state={state} /></Fieldset>}
      {receives ? <p className="text-muted">{strategy.explains}</p> : <Fieldset legend={strategy.name} hint={`${strategy.explains} Kept encrypted, and never shown again.`}><ManifestFields fields={strategy.fields} prefix="secret" state={state} /></Fieldset>}
      <SubmitButton kind="primary" pendingLabel={receives ? "Making the address…" : "Asking the vendor…"}>{receives ? "Make the address" : "Connect"}</SubmitButton>
    </form>
  );
}
