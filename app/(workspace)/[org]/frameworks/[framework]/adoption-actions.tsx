"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Adopts the edition: its gaps count from now on. */
export function AdoptForm({ action, frameworkKey, label }: { action: Action; frameworkKey: string; label: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit}>
      <input type="hidden" name="key" value={frameworkKey} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <SubmitButton kind="primary" pendingLabel="Adopting…">{label}</SubmitButton>
    </form>
  );
}

/** Leaves the edition, for a stated reason. */
export function LeaveDialog({ action, frameworkKey, name }: { action: Action; frameworkKey: string; name: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <ConfirmDialog
      trigger="Leave" kind="quiet" title={`Leave ${name}`} confirm="Leave edition" action={submit} fields={{ key: frameworkKey }}
      consequence="Its gaps are counted no longer. Nothing is taken away: mappings into it stay, marked, and it can be adopted again."
      {...(state.ok === false && problemOf(state, "reason") === undefined ? { error: state.message } : {})}
    >
      <Textarea label="Why" name="reason" rows={2} required maxLength={500} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="Stands in the audit trail." />
    </ConfirmDialog>
  );
}
