"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Requested = { email: string };
type AddressFormProps = { action: (previous: FormState<Requested>, form: FormData) => Promise<FormState<Requested>> };

/** Another address, proven by a mail to it before anything changes. */
export function AddressForm({ action }: AddressFormProps) {
  const [state, submit] = useActionState<FormState<Requested>, FormData>(action, unsent);
  return (
    <form action={submit} className="max-w-[360px] pt-3">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Input label="New e-mail" name="email" type="email" autoComplete="email" required maxLength={254} defaultValue={enteredOf(state, "email")} error={problemOf(state, "email")} />
      <Input label="Your password" name="present_password" type="password" autoComplete="current-password" required maxLength={256} error={problemOf(state, "password")} />
      <div className="mt-4"><SubmitButton pendingLabel="Sending…">Confirm by mail</SubmitButton></div>
      <p role="status" className="mt-3 text-muted">{state.ok === true ? <>A link to confirm is on its way to <span className="wrap-anywhere">{state.answer.email}</span>. It works for 24 hours; until then nothing changes.</> : ""}</p>
    </form>
  );
}
