"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; evidenceId: string };

/** Proposes to dispose of the original; it is decided on among the disposals. */
export function OriginalForm({ action, evidenceId }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="evidenceId" value={evidenceId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <p role="status" className="text-muted">Proposed. Decide on it under Evidence, Disposal.</p> : <div><SubmitButton kind="quiet" pendingLabel="Proposing…">Propose to dispose of the original</SubmitButton></div>}
    </form>
  );
}
