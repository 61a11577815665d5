"use client";
import { useActionState, useState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

export type KindQuestion = { kind: string; label: string; question: string; choices: { value: string; label: string }[]; chosen: string[]; others: string; none: boolean };
type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; questions: readonly KindQuestion[] };

/** What is run, kind by kind. Saying "none" takes back what was chosen, and the other way round. */
export function SystemsForm({ action, questions }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="mt-6 max-w-[860px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.problems[0]?.message ?? state.message} requestId={state.requestId} /></div> : null}
      <div className="grid gap-6">{questions.map((question) => <Kind key={question.kind} {...question} />)}</div>
      <div className="mt-6 flex flex-wrap gap-2"><SubmitButton kind="primary" pendingLabel="Saving…">Save and go on</SubmitButton></div>
    </form>
  );
}

type Answer = { chosen: ReadonlySet<string>; others: string; none: boolean };

function Kind({ kind, label, question, choices, chosen, others, none }: KindQuestion) {
  const [answer, setAnswer] = useState<Answer>({ chosen: new Set(chosen), others, none });
  const toggle = (value: string): void => {
    const next = new Set(answer.chosen);
    if (!next.delete(value)) next.add(value);
    setAnswer({ ...answer, chosen: next, none: false });
  };
  return (
    <div className="border-t border-line-soft pt-4">
      <Fieldset legend={label} hint={question}>
        <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3 [&_.field]:mt-0">
          {choices.map((one) => <Checkbox key={one.value} name={`systems.${kind}`} value={one.value} label={one.label} checked={answer.chosen.has(one.value)} onChange={() => toggle(one.value)} />)}
          <Checkbox name={`none.${kind}`} label="We have none" checked={answer.none} onChange={() => setAnswer(answer.none ? { ...answer, none: false } : { chosen: new Set(), others: "", none: true })} />
        </div>
        <div className="max-w-[420px] [&_.field]:mt-0">
          <Input label={`Something else for ${label}`} name={`other.${kind}`} optional maxLength={600} autoComplete="off" hint="Its name; several with commas." value={answer.others} onChange={(event) => setAnswer({ ...answer, others: event.target.value, none: false })} />
        </div>
      </Fieldset>
    </div>
  );
}
