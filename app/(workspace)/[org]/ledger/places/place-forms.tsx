"use client";
import { useActionState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { TagInput } from "#app/_ui/tag-input.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type FormProps = { action: (previous: FormState, form: FormData) => Promise<FormState> };

/** Who attests when a checkpoint was there. */
export function AuthorityForm({ action, url, certificates }: FormProps & { url: string; certificates: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Input label="Address" name="value.url" type="url" maxLength={500} optional placeholder="https://timestamp.example.com/tsr" hint="Where it answers RFC 3161 over HTTP. Empty: checkpoints are not stamped." defaultValue={enteredOf(state, "value.url") ?? url} error={problemOf(state, "value.url")} />
      <Textarea label="Certificates that its own must lead to" name="value.certificates" optional rows={5} className="mono text-xs" hint="In PEM. Empty: those that Node trusts." defaultValue={enteredOf(state, "value.certificates") ?? certificates} error={problemOf(state, "value.certificates")} />
      <Saved state={state} />
    </form>
  );
}

/** Who is mailed checkpoints. */
export function AddressesForm({ action, addresses }: FormProps & { addresses: readonly string[] }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const problem = state.ok === false ? state.problems.find(({ path }) => path.startsWith("value"))?.message : undefined;
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-3" {...keptWhenRefused(state)}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <TagInput label="Addresses" name="value" optional hint="Best of people who do not run this installation. Empty: nobody is mailed." defaultTags={addresses} maxTags={10} maxLength={254} error={problem} />
      <Saved state={state} />
    </form>
  );
}

function Saved({ state }: { state: FormState }) {
  return (
    <div className="flex items-center gap-3">
      <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
      <span role="status" className="text-muted">{state.ok === true ? "Saved. The next minute’s work uses it." : ""}</span>
    </div>
  );
}
