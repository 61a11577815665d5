"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Named = { id: string; number: number; title: string };
type Props = { page: { id: string; couldReplace: readonly Named[]; predecessors: readonly Named[] }; may: boolean; supersede: Action; restore: Action };

/** Says whose place an evidence takes, or takes it back. */
export function PlaceActs({ page, may, supersede, restore }: Props) {
  if (!may) return null;
  return (
    <>
      {page.predecessors.map((older) => <TakeBack key={older.id} successorId={page.id} older={older} action={restore} />)}
      {page.couldReplace.length === 0 ? null : <Take successorId={page.id} choices={page.couldReplace} action={supersede} />}
    </>
  );
}

function Take({ successorId, choices, action }: { successorId: string; choices: readonly Named[]; action: Action }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <details className="max-w-[560px]">
      <summary className="link min-h-6">Take the place of an older one…</summary>
      <form action={submit} className="grid gap-3 pt-2">
        <input type="hidden" name="successorId" value={successorId} />
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <Select label="Takes the place of" name="evidenceId" options={choices.map((one) => ({ value: one.id, label: `EV-${one.number}, ${one.title}` }))} defaultValue={enteredOf(state, "evidenceId") ?? choices[0]?.id} error={problemOf(state, "evidenceId")} />
        <Textarea label="Why" name="reason" rows={2} maxLength={2000} optional defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="The older one keeps proving the time before." />
        <div><SubmitButton pendingLabel="Working…">Take its place</SubmitButton></div>
      </form>
    </details>
  );
}

function TakeBack({ successorId, older, action }: { successorId: string; older: Named; action: Action }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="successorId" value={successorId} />
      <input type="hidden" name="evidenceId" value={older.id} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div><SubmitButton pendingLabel="Working…">Put EV-{older.number} back in its place</SubmitButton></div>
    </form>
  );
}
