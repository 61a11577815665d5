"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;

/** Asks that the organization be deleted: its name is typed, and the person shows that it is them. */
export function DeleteOrganization({ action, organization, graceDays }: { action: Act; organization: string; graceDays: number }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <Dialog
      trigger="Delete this organization" kind="danger" title={`Delete ${organization}`}
      description={<>{graceDays === 0 ? "At once" : `In ${graceDays} ${graceDays === 1 ? "day" : "days"}`} everything is destroyed, for ever: first the key that its files are encrypted under, then every row and file. Until then nobody changes anything, and any administrator can cancel. People who belong to no other organization lose their account.</>}
    >
      <form action={submit} className="grid gap-3">
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <Input label={`Type the organization’s name: ${organization}`} name="name" required maxLength={120} autoComplete="off" defaultValue={enteredOf(state, "name")} error={problemOf(state, "name")} />
        <ProofField error={problemOf(state, "proof")} hasFactor />
        <DialogActions><SubmitButton kind="danger" pendingLabel="Asking…">Delete this organization</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

/** Cancels a deletion that is pending. */
export function CancelDeletion({ action, deletionId }: { action: Act; deletionId: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <ConfirmDialog
      trigger="Cancel the deletion" kind="primary" title="Cancel the deletion" confirm="Keep this organization" action={submit} fields={{ deletionId }}
      consequence="Everything is as it was, and can be changed again. All administrators are told."
      {...(state.ok === false ? { error: state.message } : {})}
    />
  );
}
