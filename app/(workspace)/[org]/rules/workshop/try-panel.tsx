"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { TextTrial } from "#lib/rules/index.ts";
import { TrialResult, type TrialPlace } from "./trial-result.tsx";

type Props = {
  text: string;
  tunes: string | null;
  compareWith: string | null;
  sources: readonly Option[];
  days: { today: string; firstDay: string; lastDay: string };
  run: (previous: FormState<TextTrial>, form: FormData) => Promise<FormState<TextTrial>>;
  place: TrialPlace;
};

/** Runs the text over logs that are stored, without raising anything. */
export function TryPanel({ text, tunes, compareWith, sources, days, run, place }: Props) {
  const [state, submit] = useActionState<FormState<TextTrial>, FormData>(run, unsent);
  return (
    <Section title="Over stored logs" count="what it would have found; nothing is raised" flush={false}>
      <form action={submit} className="flex flex-wrap items-end gap-3 pt-3 [&_.field]:mt-0">
        <input type="hidden" name="text" value={text} />
        {tunes === null ? null : <input type="hidden" name="tunes" value={tunes} />}
        {compareWith === null ? null : <input type="hidden" name="compareWith" value={compareWith} />}
        <Select label="Source" name="sourceId" options={sources} defaultValue={enteredOf(state, "sourceId") ?? ""} />
        <DatePicker label="From" name="firstDay" today={days.today} max={days.today} required defaultValue={enteredOf(state, "firstDay") ?? days.firstDay} error={problemOf(state, "firstDay")} />
        <DatePicker label="To" name="lastDay" today={days.today} max={days.today} required defaultValue={enteredOf(state, "lastDay") ?? days.lastDay} error={problemOf(state, "lastDay")} />
        <SubmitButton pendingLabel="Reading…">Run</SubmitButton>
      </form>
      {state.ok === false ? <div className="pt-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {state.ok === true ? <TrialResult place={place} trial={state.answer} /> : null}
    </Section>
  );
}
