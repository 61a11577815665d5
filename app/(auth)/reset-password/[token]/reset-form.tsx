"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type ResetFormProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; email: string; minLength: number };

/** A new password; then sign-in, where a second factor is asked for as ever. */
export function ResetForm({ action, email, minLength }: ResetFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(async (previous, form) => {
    const answer = await action(previous, form);
    if (answer.ok !== true) return answer;
    // A whole new document: the page of a used link would say that it has ended.
    window.location.assign("/sign-in?password=changed");
    return new Promise<never>(() => undefined);
  }, unsent);
  return (
    <form action={submit} className="mt-5">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <Input
        label="New password" name="password" type="password" autoComplete="new-password" required autoFocus minLength={minLength} maxLength={256}
        hint={`${minLength} characters or more. A sentence that only you would think of is good.`} error={problemOf(state, "password")}
      />
      <p className="mt-3 text-muted">You are signed out everywhere, and sign in with it.</p>
      <SubmitButton kind="primary" size="lg" pendingLabel="Changing…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">Change password</SubmitButton>
    </form>
  );
}
