"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { ProofField } from "#app/_edge/proof-field.tsx";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;
type PasskeyFormProps = { action: Act; passkeyId: string; name: string };

/** Another name for a passkey. */
export function RenamePasskey({ action, passkeyId, name }: PasskeyFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <Dialog trigger="Rename" kind="secondary" title={`Rename ${name}`}>
      <form action={submit}>
        {state.ok === false && problemOf(state, "name") === undefined ? <div className="mb-3"><FormError message={state.message} /></div> : null}
        <input type="hidden" name="passkeyId" value={passkeyId} />
        <Input label="Name" name="name" required maxLength={60} autoComplete="off" defaultValue={enteredOf(state, "name") ?? name} error={problemOf(state, "name")} />
        <p role="status" className="mt-2 text-muted empty:hidden">{state.ok === true ? "Renamed." : ""}</p>
        <DialogActions><SubmitButton kind="primary" pendingLabel="Renaming…">Rename passkey</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

/** Takes a passkey away, after saying what that means. */
export function RemovePasskey({ action, passkeyId, name }: PasskeyFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <ConfirmDialog
      trigger="Remove"
      kind="danger"
      title={`Remove ${name}?`}
      consequence="It signs you in no longer. On the device it may still be listed; delete it there too."
      confirm="Remove passkey"
      action={submit}
      fields={{ passkeyId }}
      error={state.ok === false && problemOf(state, "proof") === undefined ? state.message : undefined}
    >
      <ProofField error={problemOf(state, "proof")} hasFactor />
    </ConfirmDialog>
  );
}
