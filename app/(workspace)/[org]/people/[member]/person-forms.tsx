"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;

/** Another role for one person; it acts on their next request. */
export function RoleForm({ action, memberId, role, roles }: { action: Act; memberId: string; role: string; roles: readonly { value: string; label: string }[] }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="memberId" value={memberId} />
      <Select label="New role" name="role" options={roles} defaultValue={role} error={problemOf(state, "role")} />
      <div className="flex items-center gap-3">
        <SubmitButton pendingLabel="Changing…">Change role</SubmitButton>
        <span role="status" className="text-muted">{state.ok === true ? "Role changed." : "It acts on their next request."}</span>
      </div>
    </form>
  );
}

/** Takes one person out of the organization, after saying what that means. */
export function RemovePerson({ action, memberId, name, self }: { action: Act; memberId: string; name: string; self: boolean }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <div className="grid justify-items-start gap-3 pt-3">
      <p className="text-muted">{self ? "This is you." : `${name} loses access with the next request.`} Their records stay, under their name.</p>
      <ConfirmDialog
        trigger="Remove person"
        kind="danger"
        title={`Remove ${name}?`}
        consequence={self ? "You lose access to this organization at once." : `${name} loses access at once and leaves their teams. Everything they did stays, with their name.`}
        confirm="Remove person"
        action={submit}
        fields={{ memberId }}
        error={state.ok === false ? state.message : undefined}
      />
    </div>
  );
}
