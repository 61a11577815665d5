"use client";
import { useActionState, useId } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

export type Reviewed = { number: number; state: "awaiting" | "accepted" | "rejected" };
export type ReviewAction = (previous: FormState<Reviewed>, form: FormData) => Promise<FormState<Reviewed>>;

type Props = { action: ReviewAction; evidence: { id: string; name: string; state: "awaiting" | "accepted" | "rejected"; /** Why it cannot be accepted as it is; then that is said instead of offered. */ refusal: string | null }; keys?: boolean };

/** Accepts or rejects one evidence; a rejection says why. `keys` shows the keys that the review queue listens to. */
export function ReviewForm({ action, evidence, keys = false }: Props) {
  const [state, submit] = useActionState<FormState<Reviewed>, FormData>(action, unsent);
  const id = useId();
  const kbd = (key: string) => (keys ? { kbd: key } : {});
  return (
    <form action={submit} className="grid max-w-[560px] gap-3" data-review={evidence.id}>
      <input type="hidden" name="evidenceId" value={evidence.id} />
      <input type="hidden" name="seen" value={evidence.state} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Textarea id={`${id}-reason`} label="Reason" name="reason" rows={2} maxLength={2000} optional hint={evidence.state === "accepted" ? "Needed to take the acceptance back." : "Needed to reject."} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
      {evidence.state === "accepted" || evidence.refusal === null ? null : <p><strong className="font-semibold">It cannot be accepted now.</strong> <span className="text-muted">{evidence.refusal}</span></p>}
      <div className="flex flex-wrap gap-2">
        {evidence.state === "accepted" || evidence.refusal !== null ? null : <SubmitButton kind="primary" name="decision" value="accepted" pendingLabel="Working…" {...kbd("A")}>Accept evidence<span className="sr-only"> {evidence.name}</span></SubmitButton>}
        {evidence.state === "rejected" ? null : <SubmitButton kind="danger" name="decision" value="rejected" pendingLabel="Working…" {...kbd("R")}>Reject evidence<span className="sr-only"> {evidence.name}</span></SubmitButton>}
      </div>
    </form>
  );
}
