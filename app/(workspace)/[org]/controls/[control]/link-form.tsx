"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Attaches the address of a non-public record to the control. */
export function LinkForm({ action, controlId }: { action: Action; controlId: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[480px] gap-3 pt-2">
      <input type="hidden" name="controlId" value={controlId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Input label="What it is" name="title" required maxLength={200} autoComplete="off" defaultValue={enteredOf(state, "title")} error={problemOf(state, "title")} />
      <Input label="Address" name="url" type="url" required maxLength={2000} autoComplete="off" placeholder="https://" defaultValue={enteredOf(state, "url")} error={problemOf(state, "url")} hint="Visible to everyone who sees this control." />
      <div><SubmitButton pendingLabel="Attaching…">Attach link</SubmitButton></div>
    </form>
  );
}
