"use client";
import { useActionState, type ReactNode } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import type { ButtonKind } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  fields: Readonly<Record<string, string>>;
  kind?: ButtonKind;
  pendingLabel?: string;
  children: ReactNode;
};

/** One button that says how a step stands. */
export function SettleForm({ action, fields, kind = "quiet", pendingLabel = "Saving…", children }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <SubmitButton kind={kind} pendingLabel={pendingLabel}>{children}</SubmitButton>
    </form>
  );
}
