"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type ConnectionFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  /** What is connected now; null: nothing yet. */
  connected: { issuer: string; clientId: string } | null;
};

/** Issuer, client and secret. Saving reads the provider's description first. */
export function ConnectionForm({ action, connected }: ConnectionFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[480px] gap-3 pt-3" autoComplete="off">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Input label="Issuer" name="issuer" type="url" required maxLength={500} placeholder="https://login.example.com" hint="As the provider writes it, without /.well-known." defaultValue={enteredOf(state, "issuer") ?? connected?.issuer} error={problemOf(state, "issuer")} />
      <Input label="Client ID" name="clientId" required maxLength={255} className="mono" defaultValue={enteredOf(state, "clientId") ?? connected?.clientId} error={problemOf(state, "clientId")} />
      <Input
        label="Client secret" name="clientSecret" type="password" autoComplete="new-password" maxLength={1000} required={connected === null} optional={connected !== null}
        hint={connected === null ? "Kept encrypted, and never shown again." : "Leave it empty to keep the one that is stored."} error={problemOf(state, "clientSecret")}
      />
      <div className="flex items-center gap-3">
        <SubmitButton kind={connected === null ? "primary" : "secondary"} pendingLabel="Asking the provider…">{connected === null ? "Connect provider" : "Save connection"}</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Saved. The provider answers." : ""}</span>
      </div>
    </form>
  );
}
