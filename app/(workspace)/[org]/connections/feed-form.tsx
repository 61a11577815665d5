"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { FEED_SEVERITIES, FEED_SEVERITY_WORDS, type FeedSeverity } from "#lib/alerts/client.ts";

type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; connectionId: string; enabled: boolean; leastSeverity: FeedSeverity };

/** Whether the connection feeds the queue of alerts, and from which severity on. */
export function FeedForm({ action, connectionId, enabled, leastSeverity }: Props) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-3" aria-label="Alerts of this connection">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="connectionId" value={connectionId} />
      <Checkbox label="Its alerts enter the queue" name="enabled" defaultChecked={enabled} hint="Switched off, they are collected and judged by nobody. What ends until it is switched on again is imported, not witnessed." />
      <Select label="From this severity on" name="leastSeverity" options={FEED_SEVERITIES.map((value) => ({ value, label: FEED_SEVERITY_WORDS[value] }))} defaultValue={enteredOf(state, "leastSeverity") ?? leastSeverity} hint="What goes on and was too little comes in once less is enough." error={problemOf(state, "leastSeverity")} />
      <div className="flex items-center gap-3"><SubmitButton kind="secondary" pendingLabel="Saving…">Save</SubmitButton><span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span></div>
    </form>
  );
}
