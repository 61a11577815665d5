"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

export type NamedAnswer = { controls: number; requests: number; invited: boolean };
type Offered = { id: string; code: string; title: string; note: string; owned: boolean };
type Props = { action: (previous: FormState<NamedAnswer>, form: FormData) => Promise<FormState<NamedAnswer>>; members: readonly Option[]; controls: readonly Offered[] };

const SOMEBODY = "somebody";

/** Chooses controls, then the person who answers for them: a member, or anybody by name and address. */
export function OwnersForm({ action, members, controls }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [owner, setOwner] = useState(members[0]?.value ?? SOMEBODY);
  const [state, submit] = useActionState<FormState<NamedAnswer>, FormData>(async (previous, form) => {
    const answer = await action(previous, form);
    if (answer.ok === true) setChosen(new Set());
    return answer;
  }, unsent);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <form action={submit} {...keptWhenRefused(state)} className="pt-3">
      {state.ok === false ? <div className="mb-4"><FormError message={state.problems.find(({ path }) => path === "controlIds")?.message ?? state.message} requestId={state.requestId} /></div> : null}
      {state.ok === true ? <div className="mb-4" role="status"><Banner tone="positive" title={doneText(state.answer)} /></div> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => setChosen(new Set(controls.filter((one) => !one.owned).map((one) => one.id)))}>Choose those without an owner</Button>
        <Button onClick={() => setChosen(new Set())}>Choose none</Button>
      </div>
      <div className="mt-3 grid max-h-[420px] gap-y-1 overflow-y-auto border-y border-line-soft py-2 [&_.field]:mt-0" role="group" aria-label="Controls" tabIndex={0}>
        {controls.map((one) => <Checkbox key={one.id} name="controlIds" value={one.id} label={<><span className="mono text-muted">{one.code}</span> {one.title}</>} hint={one.note} checked={chosen.has(one.id)} onChange={() => toggle(one.id)} />)}
      </div>
      <div className="mt-4 grid max-w-[640px] items-start gap-4 sm:grid-cols-2 [&_.field]:mt-0">
        <Select label="Owner" name="owner" options={[...members, { value: SOMEBODY, label: "Somebody who is no member yet…" }, { value: "nobody", label: "Nobody" }]} value={owner} onChange={(event) => setOwner(event.target.value)} error={problemOf(state, "owner")} />
        {owner === SOMEBODY ? <Person state={state} /> : null}
      </div>
      <div className="mt-4"><SubmitButton kind={controls.every((one) => one.owned) ? "secondary" : "primary"} pendingLabel="Saving…" disabled={chosen.size === 0}>{chosen.size === 1 ? "Name owner of 1 control" : `Name owner of ${chosen.size} controls`}</SubmitButton></div>
    </form>
  );
}

function Person({ state }: { state: FormState<NamedAnswer> }) {
  const field = (name: string) => ({ name, required: true, defaultValue: enteredOf(state, name), error: problemOf(state, `owner.${name}`) });
  return (
    <>
      <div aria-hidden="true" className="hidden sm:block" />
      <Input label="Name" {...field("name")} maxLength={120} autoComplete="off" />
      <Input label="E-mail" {...field("email")} type="email" maxLength={254} autoComplete="off" />
      <div className="sm:col-span-2"><Checkbox name="invite" label="Send an invitation now" hint="As a control owner; the link works for 14 days." defaultChecked /></div>
    </>
  );
}

function doneText({ controls, requests, invited }: NamedAnswer): string {
  const what = controls === 0 ? "Nothing had to change" : `${controls} ${controls === 1 ? "control has" : "controls have"} an owner now, with ${requests} evidence ${requests === 1 ? "request" : "requests"}`;
  return `${what}.${invited ? " An invitation is on its way." : ""}`;
}
