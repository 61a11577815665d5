"use client";
import { useActionState, type ReactNode } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type AskForMailProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  submit: string;
  /** Said whatever was entered: it must not tell which addresses have an account. */
  sent: ReactNode;
};

/** An address, and the same answer for every one. */
export function AskForMail({ action, submit, sent }: AskForMailProps) {
  const [state, send] = useActionState<FormState, FormData>(action, unsent);
  if (state.ok === true) return <p role="status" className="mt-4 text-base">{sent}</p>;
  return (
    <form action={send} className="mt-5">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Input label="E-mail" name="email" type="email" autoComplete="username" required autoFocus maxLength={254} defaultValue={enteredOf(state, "email")} error={problemOf(state, "email")} />
      <SubmitButton kind="primary" size="lg" pendingLabel="Sending…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">{submit}</SubmitButton>
    </form>
  );
}
