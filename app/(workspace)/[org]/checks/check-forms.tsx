"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

export type Action<Answer = undefined> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;

const Refusal = ({ state }: { state: FormState<unknown> }) => (state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null);

/** Has one check run, or all of them. */
export function RunForm({ action, checkId }: { action: Action; checkId?: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <Refusal state={state} />
      {checkId === undefined ? null : <input type="hidden" name="checkId" value={checkId} />}
      <SubmitButton kind="secondary" pendingLabel="Beginning…">{checkId === undefined ? "Run all now" : "Run now"}</SubmitButton>
    </form>
  );
}

export type ParameterField = { name: string; explains: string; unit: string; value: number; least: number; most: number };

/** Sets a check's parameters: another version begins. */
export function ParametersForm({ action, checkId, fields }: { action: Action; checkId: string; fields: readonly ParameterField[] }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-3">
      <Refusal state={state} />
      <input type="hidden" name="checkId" value={checkId} />
      {fields.map(({ name, explains, unit, value, least, most }) => (
        <Input key={name} label={`${explains} (${unit})`} name={`parameter.${name}`} type="number" inputMode="decimal" step="any" min={least} max={most} required hint={`${least} to ${most}`} defaultValue={enteredOf(state, `parameter.${name}`) ?? String(value)} error={problemOf(state, name)} />
      ))}
      <Textarea label="Why" name="reason" rows={2} maxLength={2000} required hint="Another version of the check begins with it." defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
      <div className="flex items-center gap-3"><SubmitButton kind="secondary" pendingLabel="Saving…">Save parameters</SubmitButton><span role="status" className="text-muted">{state.ok === true ? "Saved. The next run judges by them." : ""}</span></div>
    </form>
  );
}

/** Proposes to accept the risk of what fails, until a day. */
export function ProposeForm({ action, checkId, things }: { action: Action<{ holds: boolean }>; checkId: string; things: readonly { value: string; label: string }[] }) {
  const [state, submit] = useActionState<FormState<{ holds: boolean }>, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-3">
      <Refusal state={state} />
      <input type="hidden" name="checkId" value={checkId} />
      <Select label="Of what" name="thing" defaultValue={enteredOf(state, "thing") ?? ""} options={[{ value: "", label: "Everything that fails by this check" }, ...things]} error={problemOf(state, "resource")} />
      <Input label="Until" name="until" type="date" required hint="That day included; a year at most." defaultValue={enteredOf(state, "until")} error={problemOf(state, "until")} />
      <Textarea label="Why" name="reason" rows={2} maxLength={2000} required hint="Why the risk is acceptable, and what keeps it small." defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
      <div className="flex items-center gap-3"><SubmitButton kind="secondary" pendingLabel="Proposing…">Propose</SubmitButton><span role="status" className="text-muted">{state.ok === true ? (state.answer.holds ? "It holds at once, since nobody else could approve it." : "Proposed. Another person has to accept it.") : ""}</span></div>
    </form>
  );
}

/** One act on an acceptance; with a reason where one is due. */
export function AcceptanceForm({ action, acceptanceId, label, reason }: { action: Action; acceptanceId: string; label: string; reason: boolean }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const form = (
    <form action={submit} className="grid max-w-[520px] gap-2 pt-2">
      <Refusal state={state} />
      <input type="hidden" name="acceptanceId" value={acceptanceId} />
      {reason ? <Textarea label="Why" name="reason" rows={2} maxLength={2000} required defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} /> : null}
      <div><SubmitButton kind={reason ? "danger" : "primary"} pendingLabel="Working…">{label}</SubmitButton></div>
    </form>
  );
  return reason ? <details open={state.ok === false || undefined}><summary className="link min-h-6">{label}…</summary>{form}</details> : form;
}
