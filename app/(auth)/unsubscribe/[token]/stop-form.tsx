"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

/** One press: a mail scanner that opens the page presses nothing. */
export function StopForm({ action }: { action: (previous: FormState, form: FormData) => Promise<FormState> }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="mt-5 grid gap-4">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <SubmitButton kind="primary" size="lg" pendingLabel="Stopping…" className="min-h-[40px] w-full max-sm:min-h-[44px]">Stop these mails</SubmitButton>
    </form>
  );
}
