"use client";
import { useActionState, useState, type ReactNode } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Combobox } from "#app/_ui/combobox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { useUndoToast } from "#app/_ui/use-undo-toast.ts";

export const TASKS_FORM = "tasks";

type Given = { ids: string[]; standInName: string };
type Props = {
  delegate: (previous: FormState<Given>, form: FormData) => Promise<FormState<Given>>;
  takeBack: (previous: FormState<{ ended: number }>, form: FormData) => Promise<FormState<{ ended: number }>>;
  people: readonly { value: string; label: string }[];
  today: string;
  lastDay: string;
  children: ReactNode;
};

/** The tasks, and who is to do the selected ones until when. What was given can be taken back at once. */
export function DelegateForm({ delegate, takeBack, people, today, lastDay, children }: Props) {
  const announce = useUndoToast();
  const [round, setRound] = useState(0);
  const give = async (previous: FormState<Given>, form: FormData): Promise<FormState<Given>> => {
    const outcome = await delegate(previous, form);
    if (outcome.ok === true) {
      const { ids, standInName } = outcome.answer;
      setRound((before) => before + 1);
      announce({ title: `${standInName} does ${ids.length === 1 ? "it" : `${ids.length} tasks`} now`, description: "They stay yours.", undo: () => takeBack(unsent, selectedOf(ids)), undone: "They are with you again" });
    }
    return outcome;
  };
  const [state, submit] = useActionState<FormState<Given>, FormData>(give, unsent);
  return (
    <form id={TASKS_FORM} action={submit} {...keptWhenRefused(state)} className="mt-8">
      {state.ok === false ? <FormError message={problemOf(state, "work") ?? state.message} requestId={state.requestId} /> : null}
      {children}
      <BatchBar key={round} form={TASKS_FORM} noun={{ one: "task", many: "tasks" }}>
        <input type="hidden" name="firstDay" value={today} />
        <div className="delegate-fields">
          <Combobox label="Who does it" name="standInId" options={people} defaultValue={enteredOf(state, "standInId") ?? ""} placeholder="Choose a person" error={problemOf(state, "standInId")} />
          <DatePicker label="Until" name="lastDay" today={today} min={today} defaultValue={enteredOf(state, "lastDay") ?? lastDay} error={problemOf(state, "lastDay")} />
          <SubmitButton kind="primary" pendingLabel="Giving…">Delegate</SubmitButton>
        </div>
      </BatchBar>
    </form>
  );
}

function selectedOf(ids: readonly string[]): FormData {
  const form = new FormData();
  for (const id of ids) form.append("selected", id);
  return form;
}
