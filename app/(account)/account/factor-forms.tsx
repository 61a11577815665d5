"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { RecoveryCodeList } from "./recovery-code-list.tsx";

type Act<Answer = undefined> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;

/** Takes the authenticator app away, after saying what that means. */
export function RemoveTotp({ action }: { action: Act }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <ConfirmDialog
      trigger="Remove"
      kind="danger"
      title="Remove the authenticator app?"
      consequence="Your password alone signs you in then. Organizations that demand a second factor are closed to you until you have one again."
      confirm="Remove app"
      action={submit}
      error={state.ok === false && problemOf(state, "proof") === undefined ? state.message : undefined}
    >
      <ProofField error={problemOf(state, "proof")} hasFactor />
    </ConfirmDialog>
  );
}

/** Makes new recovery codes and shows them, once. */
export function RenewRecoveryCodes({ action }: { action: Act<{ recoveryCodes: string[] }> }) {
  const [state, submit] = useActionState<FormState<{ recoveryCodes: string[] }>, FormData>(action, unsent);
  if (state.ok === true) return <div className="basis-full py-2" role="status"><RecoveryCodeList codes={state.answer.recoveryCodes} /></div>;
  return (
    <Dialog trigger="Make new codes" kind="secondary" title="Make new recovery codes?" description="The codes that you have now are worth nothing afterwards.">
      <form action={submit}>
        {state.ok === false && problemOf(state, "proof") === undefined ? <div className="mb-3"><FormError message={state.message} /></div> : null}
        <ProofField error={problemOf(state, "proof")} hasFactor />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Making…">Make new codes</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
