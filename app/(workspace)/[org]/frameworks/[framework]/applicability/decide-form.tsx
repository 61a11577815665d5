"use client";
import { useActionState, type ReactNode } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type NumberAction = (previous: FormState<number>, form: FormData) => Promise<FormState<number>>;

/** Decides for every ticked item of the table inside it whether it applies, and why. */
export function DecideForm({ id, action, frameworkKey, children }: { id: string; action: NumberAction; frameworkKey: string; children: ReactNode }) {
  const [state, submit] = useActionState<FormState<number>, FormData>(action, unsent);
  return (
    <form id={id} action={submit}>
      <input type="hidden" name="frameworkKey" value={frameworkKey} />
      <div className="mt-4 grid items-end gap-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] [&_.field]:mt-0">
        <Segmented label="What is ticked" name="applicable" defaultValue="yes" options={[{ value: "yes", label: "applies" }, { value: "no", label: "is excluded" }]} />
        <Input label="Because" name="justification" required maxLength={2000} autoComplete="off" placeholder="The risk, law or contract that it answers, or why there is none" defaultValue={enteredOf(state, "justification")} error={problemOf(state, "justification")} />
        <SubmitButton pendingLabel="Deciding…">Decide</SubmitButton>
      </div>
      {state.ok === false ? <div className="mt-3"><FormError message={problemOf(state, "codes") ?? state.message} requestId={state.requestId} /></div> : null}
      {state.ok === true ? <p role="status" className="pt-2 text-muted">{state.answer === 0 ? "Decided so already." : `${state.answer} decided.`}</p> : null}
      {children}
    </form>
  );
}

/** Issues the next version of the statement. */
export function IssueForm({ action, frameworkKey, version, undecided }: { action: NumberAction; frameworkKey: string; version: number; undecided: number }) {
  const [state, submit] = useActionState<FormState<number>, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-2 pt-3">
      <input type="hidden" name="frameworkKey" value={frameworkKey} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton kind="primary" disabled={undecided > 0} pendingLabel="Issuing…">{`Issue version ${version}`}</SubmitButton>
        <span className="text-muted">{undecided > 0 ? `${undecided} not decided yet: a statement says of each item whether it applies.` : "What stands above is frozen in it; it is never changed."}</span>
      </div>
    </form>
  );
}
