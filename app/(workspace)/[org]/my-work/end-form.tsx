"use client";
import { useActionState, type ReactNode } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Action = (previous: FormState<{ ended: number }>, form: FormData) => Promise<FormState<{ ended: number }>>;

/** A list of delegations, of which the selected ones are ended. */
export function EndForm({ id, action, act, children }: { id: string; action: Action; act: string; children: ReactNode }) {
  const [state, submit] = useActionState<FormState<{ ended: number }>, FormData>(action, unsent);
  return (
    <form id={id} action={submit}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {children}
      <BatchBar form={id} noun={{ one: "delegation", many: "delegations" }}><SubmitButton pendingLabel="Ending…">{act}</SubmitButton></BatchBar>
    </form>
  );
}

/** Ends one absence or delegation. */
export function EndButton({ action, id, label }: { action: Action; id: string; label: string }) {
  const [state, submit] = useActionState<FormState<{ ended: number }>, FormData>(action, unsent);
  return (
    <form action={submit} className="inline-flex items-center gap-2">
      <input type="hidden" name="selected" value={id} />
      <SubmitButton kind="quiet" pendingLabel="Ending…">{label}</SubmitButton>
      {state.ok === false ? <span role="alert" className="text-critical">{state.message}</span> : null}
    </form>
  );
}
