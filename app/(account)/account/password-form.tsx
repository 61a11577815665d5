"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type PasswordFormProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; minLength: number };

/** The present password and a new one. */
export function PasswordForm({ action, minLength }: PasswordFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="max-w-[360px] pt-3">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Input label="Present password" name="current_password" type="password" autoComplete="current-password" required maxLength={256} error={problemOf(state, "current")} />
      <Input
        label="New password" name="new_password" type="password" autoComplete="new-password" required minLength={minLength} maxLength={256}
        hint={`${minLength} characters or more. A sentence that only you would think of is good.`} error={problemOf(state, "next")}
      />
      <div className="mt-4 flex items-center gap-3">
        <SubmitButton pendingLabel="Changing…">Change password</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Password changed. Your other sessions have ended." : ""}</span>
      </div>
    </form>
  );
}
