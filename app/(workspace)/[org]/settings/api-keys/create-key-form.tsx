"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { API_KEY_LIMITS } from "#lib/api-keys/client.ts";
import type { ScopeChoice } from "./scope-choices.ts";

type Answer = FormState<{ token: string }>;
type CreateKeyFormProps = { action: (previous: Answer, form: FormData) => Promise<Answer>; choices: readonly ScopeChoice[] };

/** Name, scopes and life of a new key; then the key itself, this once. */
export function CreateKeyForm({ action, choices }: CreateKeyFormProps) {
  const [state, submit] = useActionState<Answer, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[480px] gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <NewKey token={state.answer.token} /> : null}
      <Input label="Name" name="name" required maxLength={80} placeholder="Nightly restore report" hint="Who or what uses it." defaultValue={enteredOf(state, "name")} error={problemOf(state, "name")} />
      <Fieldset legend="What it may do" error={problemOf(state, "scopes")}>
        {choices.map(({ scope, words, opens }) => <Checkbox key={scope} label={`May ${words}`} name="scopes" value={scope} hint={<span className="mono">{opens}</span>} />)}
      </Fieldset>
      <div className="w-52"><Input label="Ends after, days" name="days" type="number" required min={1} max={API_KEY_LIMITS.days} hint={`${API_KEY_LIMITS.days} at most.`} defaultValue={enteredOf(state, "days") ?? String(API_KEY_LIMITS.suggestedDays)} error={problemOf(state, "days")} /></div>
      <ProofField error={problemOf(state, "proof")} hasFactor />
      <div><SubmitButton kind="primary" pendingLabel="Making…">Make key</SubmitButton></div>
    </form>
  );
}

function NewKey({ token }: { token: string }) {
  return (
    <div role="status" className="grid gap-2">
      <Banner tone="positive" title="The key was made.">Copy it now: it is not shown again.</Banner>
      <div className="flex items-start gap-2"><code className="mono min-w-0 break-all">{token}</code><CopyButton value={token} label="Copy key" /></div>
    </div>
  );
}
