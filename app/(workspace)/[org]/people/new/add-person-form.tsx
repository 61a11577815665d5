"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Added = { memberId: string; initialPassword: string | null };
type AddPersonFormProps = {
  action: (previous: FormState<Added>, form: FormData) => Promise<FormState<Added>>;
  path: string;
  roles: readonly { value: string; label: string; hint: string }[];
};

/** Name, address and role; then the first password, shown this once. */
export function AddPersonForm({ action, path, roles }: AddPersonFormProps) {
  const [state, submit] = useActionState<FormState<Added>, FormData>(action, unsent);
  if (state.ok === true) return <AddedPerson added={state.answer} path={path} />;
  return (
    <form action={submit} className="mt-4 max-w-[480px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Input label="Name" name="name" required maxLength={120} autoComplete="off" defaultValue={enteredOf(state, "name")} error={problemOf(state, "name")} />
      <Input label="E-mail" name="email" type="email" required maxLength={254} autoComplete="off" defaultValue={enteredOf(state, "email")} error={problemOf(state, "email")} />
      <div className="mt-4"><RadioGroup label="Role" name="role" options={roles} defaultValue={enteredOf(state, "role") ?? "control_owner"} error={problemOf(state, "role")} /></div>
      <div className="mt-6 flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Adding…">Add person</SubmitButton>
        <LinkButton kind="quiet" href={path}>Cancel</LinkButton>
      </div>
    </form>
  );
}

function AddedPerson({ added, path }: { added: Added; path: string }) {
  return (
    <div className="mt-4 grid max-w-[560px] gap-4" role="status">
      {added.initialPassword === null ? (
        <Banner tone="positive" title="Added.">They have an account already and sign in with their own password.</Banner>
      ) : (
        <>
          <Banner tone="positive" title="Added.">Hand this first password over in person or by telephone. It is shown now and never again.</Banner>
          <p className="flex flex-wrap items-center gap-2">
            <code className="text-base break-all">{added.initialPassword}</code>
            <CopyButton value={added.initialPassword} label="Copy password" />
          </p>
          <p className="text-muted">They can change it under their own name, Your account.</p>
        </>
      )}
      <div className="flex gap-2">
        <LinkButton href={`${path}/${added.memberId}`}>Open person</LinkButton>
        <LinkButton kind="quiet" href={path}>Back to people</LinkButton>
      </div>
    </div>
  );
}
