"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; segmentId: string };

/** Puts a segment whose reading failed in line again. */
export function ScanAgainForm({ action, segmentId }: Props) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="segmentId" value={segmentId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <SubmitButton pendingLabel="Asking…">Read again</SubmitButton>
    </form>
  );
}
