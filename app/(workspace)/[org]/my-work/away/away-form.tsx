"use client";
import { useActionState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { Combobox } from "#app/_ui/combobox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Declared = { standInName: string; left: string[] };
type Props = {
  action: (previous: FormState<Declared>, form: FormData) => Promise<FormState<Declared>>;
  people: readonly { value: string; label: string }[];
  today: string;
  timeZone: string;
  /** Whose absence an administrator writes down; the reader's own where nobody is named. */
  person?: { id: string; name: string };
};

/** From when until when somebody is away, and who stands in. */
export function AwayForm({ action, people, today, timeZone, person }: Props) {
  const [state, submit] = useActionState<FormState<Declared>, FormData>(action, unsent);
  const whom = person === undefined ? "you" : person.name;
  return (
    <form action={submit} {...keptWhenRefused(state)} className="grid max-w-[560px] gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <Said declared={state.answer} /> : null}
      {person === undefined ? null : <input type="hidden" name="memberId" value={person.id} />}
      <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2 [&_.field]:mt-0">
        <DatePicker label="First day away" name="firstDay" today={today} min={today} required defaultValue={enteredOf(state, "firstDay") ?? ""} error={problemOf(state, "firstDay")} />
        <DatePicker label="Last day away" name="lastDay" today={today} min={today} required defaultValue={enteredOf(state, "lastDay") ?? ""} error={problemOf(state, "lastDay")} />
      </div>
      <p className="text-muted">Both days are included, in {timeZone}.</p>
      <Combobox label={`Who stands in for ${whom}`} name="standInId" options={people} defaultValue={enteredOf(state, "standInId") ?? ""} placeholder="Choose a person" error={problemOf(state, "standInId")} />
      <Textarea label="What they should know" name="note" rows={2} maxLength={1000} optional defaultValue={enteredOf(state, "note")} error={problemOf(state, "note")} />
      <div><SubmitButton kind="primary" pendingLabel="Saving…">Save absence</SubmitButton></div>
    </form>
  );
}

function Said({ declared: { standInName, left } }: { declared: Declared }) {
  if (left.length === 0) return <p role="status" className="text-muted">{standInName} was told, and stands in for these days.</p>;
  return <Banner tone="caution" title={`${standInName} stands in for these days`}>They do not do what others gave you for this time: {left.join(", ")} {left.length === 1 ? "has" : "have"} it back and {left.length === 1 ? "was" : "were"} told.</Banner>;
}
