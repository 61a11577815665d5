"use client";
import { useActionState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { ScopeRule } from "#lib/reconciliation/client.ts";
import { RuleRows } from "./rule-rows.tsx";

type Proposed = { version: number; inForce: boolean };
type Props = { action: (previous: FormState<Proposed>, form: FormData) => Promise<FormState<Proposed>>; types: readonly string[]; rules: readonly ScopeRule[] };

/** Proposes the next version, from the one in force. */
export function DefineForm({ action, types, rules }: Props) {
  const [state, submit] = useActionState<FormState<Proposed>, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[860px] gap-4 pt-3" {...keptWhenRefused(state)}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <Banner tone="positive" title={`Version ${state.answer.version} is ${state.answer.inForce ? "in force: nobody else could approve it" : "proposed"}.`} alert>{state.answer.inForce ? undefined : "Another person approves it."}</Banner> : null}
      <Textarea label="Types of resources" name="types" rows={3} defaultValue={enteredOf(state, "types") ?? types.join("\n")} error={problemOf(state, "types") ?? problemOf(state, "types.0")} hint="One a line; * stands for anything." />
      <RuleRows rules={rules} problemOf={(path) => problemOf(state, path)} />
      <Textarea label="Why it is so" name="reason" rows={2} maxLength={2000} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason") ?? problemOf(state, "rules")} hint="An auditor reads it beside the population." />
      <div><SubmitButton kind="primary" pendingLabel="Working…">Propose population</SubmitButton></div>
    </form>
  );
}
