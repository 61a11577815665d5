"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { proposal: { id: string; version: number; canApprove: boolean }; approve: Action; decline: Action };

/** What may be done with a version that waits. */
export function ProposalActs({ proposal, approve, decline }: Props) {
  return (
    <div className="grid content-start gap-3 pt-2">
      {proposal.canApprove ? <Approve proposal={proposal} action={approve} /> : <p className="text-muted">You proposed it. Somebody else has to approve it.</p>}
      <Decline proposal={proposal} action={decline} />
    </div>
  );
}

function Approve({ proposal: { id, version }, action }: { proposal: Props["proposal"]; action: Action }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="proposalId" value={id} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div><SubmitButton kind="primary" pendingLabel="Working…">Approve version {version}</SubmitButton></div>
    </form>
  );
}

function Decline({ proposal: { id, version, canApprove }, action }: { proposal: Props["proposal"]; action: Action }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <details open={state.ok === false || undefined}>
      <summary className="link min-h-6">{canApprove ? "Decline it…" : "Take it back…"}</summary>
      <form action={submit} className="grid max-w-[640px] gap-2 pt-2 [&_.field]:mt-0">
        <input type="hidden" name="proposalId" value={id} />
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <Textarea label="Why" name="reason" rows={2} maxLength={2000} hint="Its history keeps the reason." defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <div><SubmitButton kind="danger" pendingLabel="Working…">{canApprove ? "Decline" : "Take back"} version {version}</SubmitButton></div>
      </form>
    </details>
  );
}
