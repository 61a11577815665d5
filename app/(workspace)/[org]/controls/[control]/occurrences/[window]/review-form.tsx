"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; performanceId: string; state: "awaiting" | "accepted" };

/** Accepts what was performed, or returns it with a reason. */
export function ReviewForm({ action, performanceId, state }: Props) {
  const [sent, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-3">
      <input type="hidden" name="performanceId" value={performanceId} />
      <input type="hidden" name="seen" value={state} />
      {sent.ok === false ? <FormError message={sent.message} requestId={sent.requestId} /> : null}
      <Textarea label="Reason" name="reason" rows={2} maxLength={4000} optional hint={state === "accepted" ? "Needed to take the acceptance back." : "Needed to return it."} defaultValue={enteredOf(sent, "reason")} error={problemOf(sent, "reason")} />
      <div className="flex flex-wrap gap-2">
        {state === "accepted" ? null : <SubmitButton kind="primary" name="decision" value="accepted" pendingLabel="Working…">Accept</SubmitButton>}
        <SubmitButton kind="danger" name="decision" value="returned" pendingLabel="Working…">Return</SubmitButton>
      </div>
    </form>
  );
}
