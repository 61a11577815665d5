"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

export type RotateAction = (previous: FormState, form: FormData) => Promise<FormState>;

/** Has a new key sign the ledger, after saying what that means for who verifies. */
export function RotateKey({ action }: { action: RotateAction }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <ConfirmDialog
      trigger="Rotate key" kind="secondary" title="Rotate the signing key?" confirm="Rotate key" action={submit}
      consequence="A new key signs from now on; the next checkpoint is signed by both, so that whoever trusts the old one can trust the new. Earlier checkpoints stay valid. Give auditors the new key."
      {...(state.ok === false ? { error: state.message } : {})}
    />
  );
}
