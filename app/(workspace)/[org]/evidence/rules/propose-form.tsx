"use client";
import { useActionState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Proposed = { number: number; inForce: boolean };
type Option = { value: string; label: string };
type Props = {
  action: (previous: FormState<Proposed>, form: FormData) => Promise<FormState<Proposed>>;
  keys: readonly { id: string; name: string }[];
  kinds: readonly Option[];
  requests: readonly Option[];
  today: string;
  lastDay: string;
};

/** Proposes to trust a source for a request, until a day. */
export function ProposeForm({ action, keys, kinds, requests, today, lastDay }: Props) {
  const [state, submit] = useActionState<FormState<Proposed>, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[640px] gap-4 pt-3" {...keptWhenRefused(state)}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <Banner tone="positive" title={`AR-${state.answer.number} is ${state.answer.inForce ? "in force: nobody else could approve it" : "proposed"}.`} alert>{state.answer.inForce ? undefined : "Another person approves it."}</Banner> : null}
      <Select label="Who hands it in" name="keyId" placeholder="Anybody, as a record that Tickmark read" options={keys.map((key) => ({ value: key.id, label: key.name }))} defaultValue={enteredOf(state, "keyId")} error={problemOf(state, "source.keyId")} hint="A machine with its API key, or a log segment, alert, incident or population that Tickmark itself recorded." />
      <Select label="What" name="sourceKind" options={[...kinds]} defaultValue={enteredOf(state, "sourceKind") ?? "log_segment"} error={problemOf(state, "source.sourceKind") ?? problemOf(state, "source")} />
      <Select label="For which request" name="requestId" placeholder="Whatever it answers" options={[...requests]} defaultValue={enteredOf(state, "requestId")} error={problemOf(state, "requestId")} />
      <DatePicker label="Until" name="lastDay" today={today} min={today} defaultValue={enteredOf(state, "lastDay") ?? lastDay} error={problemOf(state, "lastDay")} />
      <Textarea label="Why it can be trusted" name="reason" rows={3} maxLength={2000} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="An auditor reads this beside everything that it accepts." />
      <div><SubmitButton kind="primary" pendingLabel="Working…">Propose rule</SubmitButton></div>
    </form>
  );
}
