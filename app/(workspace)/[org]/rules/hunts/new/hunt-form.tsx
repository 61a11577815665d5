"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { MultiCombobox, type Choice } from "#app/_ui/combobox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { HUNT_LIMITS, type HuntChoice } from "#lib/hunts/client.ts";

type HuntFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  cancelHref: string;
  today: string;
  days: { firstDay: string; lastDay: string };
  initial: { choice: HuntChoice; textId?: string; ruleKey?: string; packId?: string };
  sources: readonly Choice[];
  rules: readonly Choice[];
  texts: readonly Choice[];
  /** Whether there are older texts than those. */
  olderTexts: boolean;
  packs: readonly Option[];
};

/** What to look with, where, and why. */
export function HuntForm({ action, cancelHref, today, days, initial, sources, rules, texts, olderTexts, packs }: HuntFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  // Held here: a refused form is reset, and what stands below depends on it.
  const [choice, setChoice] = useState<string>(initial.choice);
  const [first, setFirst] = useState(days.firstDay);
  const [last, setLast] = useState(days.lastDay);
  const choices: Option[] = [
    { value: "in_force", label: "Every rule in force" },
    { value: "rules", label: "Chosen rules in force" },
    ...(texts.length === 0 ? [] : [{ value: "texts", label: "Versions of your texts, also proposed ones" }]),
    ...(packs.length === 0 ? [] : [{ value: "pack", label: "A whole imported archive" }]),
  ];
  const refused = problemOf(state, "choice");
  return (
    <form action={submit} className="grid max-w-[560px] gap-4 pt-2 [&_.field]:mt-0">
      {state.ok === false ? <FormError message={refused === undefined ? state.message : `${state.message} ${refused}`} requestId={state.requestId} /> : null}
      <Input label="Why" name="reason" required maxLength={HUNT_LIMITS.reasonChars} hint="Its name in the list, and in the audit trail." placeholder="Was the address of last week here before?" defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
      <Select label="Look with" name="choice" options={choices} value={choice} onChange={(event) => setChoice(event.target.value)} />
      {choice === "rules" ? <MultiCombobox label="Rules" name="ruleKey" options={rules} defaultValues={initial.ruleKey === undefined ? [] : [initial.ruleKey]} hint="Also such as are switched off." error={problemOf(state, "choice.ruleKeys")} /> : null}
      {choice === "texts" ? <MultiCombobox label="Versions" name="textId" options={texts} defaultValues={initial.textId === undefined ? [] : [initial.textId]} {...(olderTexts ? { hint: `The newest ${texts.length}. With an older one a retro-hunt begins on the page of that text.` } : {})} error={problemOf(state, "choice.textIds")} /> : null}
      {choice === "pack" ? <Select label="Archive" name="packId" options={packs} defaultValue={initial.packId} /> : null}
      <MultiCombobox label="Sources" name="sourceId" options={sources} optional placeholder="Every source" />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <DatePicker label="First day" name="firstDay" today={today} max={today} required value={first} onChange={setFirst} error={problemOf(state, "firstDay")} />
        <DatePicker label="Last day" name="lastDay" today={today} max={today} required value={last} onChange={setLast} error={problemOf(state, "lastDay")} />
      </div>
      <div className="flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Beginning…">Begin</SubmitButton>
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}
