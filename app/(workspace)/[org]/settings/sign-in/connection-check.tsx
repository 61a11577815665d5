"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Answer = FormState<{ problem: string | null }>;

/** Asks the provider for its description again. */
export function ConnectionCheck({ action, issuer }: { action: (previous: Answer, form: FormData) => Promise<Answer>; issuer: string }) {
  const [state, submit] = useActionState<Answer, FormData>(action, unsent);
  const said = state.ok === null ? "" : state.ok === false ? state.message : (state.answer.problem ?? "The provider answers as it should.");
  return (
    <form action={submit} className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="issuer" value={issuer} />
      <SubmitButton pendingLabel="Testing…">Test connection</SubmitButton>
      <span role="status" className="text-muted">{said}</span>
    </form>
  );
}
