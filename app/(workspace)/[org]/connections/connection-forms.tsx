"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { ManifestFields, type FormField } from "./manifest-fields.tsx";

type Action<Answer = undefined> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;

const Refusal = ({ state }: { state: FormState<unknown> }) => (state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null);

/** Has a collector run now; with a day, everything since then is imported, and marked as not witnessed. */
export function CollectForm({ action, connectionId, collectors }: { action: Action; connectionId: string; collectors: readonly { value: string; label: string }[] }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-4 pb-4" aria-label="Collect now">
      <Refusal state={state} />
      <input type="hidden" name="connectionId" value={connectionId} />
      <Select label="What to collect now" name="collector" options={collectors} defaultValue={enteredOf(state, "collector") ?? collectors[0]?.value} error={problemOf(state, "collector")} />
      <details>
        <summary className="text-muted">Import from a day on</summary>
        <Input label="Everything since" name="since" type="date" optional hint="Imported, not witnessed: Tickmark was not there then." defaultValue={enteredOf(state, "since")} error={problemOf(state, "since")} />
      </details>
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton kind="secondary" pendingLabel="Beginning…">Collect now</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Asked for. Its row above says how the run goes." : ""}</span>
      </div>
    </form>
  );
}

/** Asks the vendor again who we are and what we may. */
export function TestForm({ action, connectionId }: { action: Action<{ failed: string | null }>; connectionId: string }) {
  const [state, submit] = useActionState<FormState<{ failed: string | null }>, FormData>(action, unsent);
  return (
    <form action={submit} className="flex flex-wrap items-center gap-3 pt-3">
      <Refusal state={state} />
      <input type="hidden" name="connectionId" value={connectionId} />
      <SubmitButton kind="secondary" pendingLabel="Asking the vendor…">Test the connection</SubmitButton>
      <span role="status" className="text-muted">{state.ok === true ? (state.answer.failed ?? "The vendor answered. Each permission is as it was found now.") : ""}</span>
    </form>
  );
}

export function SettingsForm({ action, connectionId, name, fields, values }: { action: Action; connectionId: string; name: string; fields: readonly FormField[]; values: Readonly<Record<string, string>> }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-3">
      <Refusal state={state} />
      <input type="hidden" name="connectionId" value={connectionId} />
      <Input label="Name" name="name" required maxLength={100} defaultValue={enteredOf(state, "name") ?? name} error={problemOf(state, "name")} />
      <ManifestFields fields={fields} prefix="settings" state={state} values={values} />
      <div className="flex items-center gap-3"><SubmitButton kind="secondary" pendingLabel="Saving…">Save settings</SubmitButton><span role="status" className="text-muted">{state.ok === true ? "Saved." : ""}</span></div>
    </form>
  );
}

/** Gives the connection another credential; the one before is destroyed once the vendor took this one. */
export function CredentialForm({ action, connectionId, strategy }: { action: Action; connectionId: string; strategy: { id: string; name: string; fields: readonly FormField[] } }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-6" autoComplete="off">
      <Refusal state={state} />
      <input type="hidden" name="connectionId" value={connectionId} />
      <input type="hidden" name="strategy" value={strategy.id} />
      <h3 className="font-medium">{strategy.name}: another credential</h3>
      <ManifestFields fields={strategy.fields} prefix="secret" state={state} />
      <div className="flex items-center gap-3"><SubmitButton kind="secondary" pendingLabel="Asking the vendor…">Replace credential</SubmitButton><span role="status" className="text-muted">{state.ok === true ? "Replaced. The one before is destroyed." : ""}</span></div>
    </form>
  );
}

export function SwitchForm({ action, connectionId, active }: { action: Action; connectionId: string; active: boolean }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <Refusal state={state} />
      <input type="hidden" name="connectionId" value={connectionId} />
      <SubmitButton kind="secondary" pendingLabel="Saving…">{active ? "Pause connection" : "Resume connection"}</SubmitButton>
    </form>
  );
}

export function RemoveConnection({ action, connectionId, name }: { action: Action; connectionId: string; name: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <ConfirmDialog
      trigger="Remove connection" kind="danger" title={`Remove “${name}”?`} confirm="Remove connection" action={submit} fields={{ connectionId }} word="remove"
      consequence="Its credential is destroyed and nothing more is collected. What was collected stays, with its records." error={state.ok === false ? state.message : undefined}
    />
  );
}
