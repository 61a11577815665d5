"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { rule: { id: string; name: string; standing: string; canApprove: boolean }; approve: Action; decline: Action; end: Action };

/** What the person who looks may do with a rule. */
export function RuleActs({ rule, approve, decline, end }: Props) {
  if (rule.standing === "in_force") return <Reasoned rule={rule} action={end} open="End it…" hint="What it accepted stays accepted." verb="End rule" />;
  if (rule.standing !== "proposed") return null;
  return (
    <div className="grid content-start gap-3">
      {rule.canApprove ? <Approve rule={rule} action={approve} /> : <p className="text-muted">You proposed this, or made its key. Somebody else has to approve it.</p>}
      <Reasoned rule={rule} action={decline} open={rule.canApprove ? "Decline it…" : "Take it back…"} hint="Its history keeps the reason." verb={rule.canApprove ? "Decline rule" : "Take rule back"} />
    </div>
  );
}

function Approve({ rule, action }: { rule: Props["rule"]; action: Action }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="ruleId" value={rule.id} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div><SubmitButton kind="primary" pendingLabel="Working…">Approve rule<span className="sr-only"> {rule.name}</span></SubmitButton></div>
    </form>
  );
}

function Reasoned({ rule, action, open, hint, verb }: { rule: Props["rule"]; action: Action; open: string; hint: string; verb: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <details open={state.ok === false || undefined}>
      <summary className="link min-h-6">{open}<span className="sr-only"> {rule.name}</span></summary>
      <form action={submit} className="grid gap-2 pt-2 [&_.field]:mt-0">
        <input type="hidden" name="ruleId" value={rule.id} />
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <Textarea label="Why" name="reason" rows={2} maxLength={2000} hint={hint} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <div><SubmitButton kind="danger" pendingLabel="Working…">{verb}</SubmitButton></div>
      </form>
    </details>
  );
}
