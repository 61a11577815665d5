"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

type RemoveSecondFactorProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; memberId: string; name: string };

/** Takes the second factors off for somebody who lost them, after saying what that means and asking who asks. */
export function RemoveSecondFactor({ action, memberId, name }: RemoveSecondFactorProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <div className="grid justify-items-start gap-3 pt-3">
      <p className="max-w-[70ch] text-muted">For when {name} lost their phone or key and has no recovery code left. Make sure that it is them who asks: call them, or see them.</p>
      <ConfirmDialog
        trigger="Remove second factor"
        kind="danger"
        title={`Remove the second factor of ${name}?`}
        consequence="Their authenticator app, passkeys and recovery codes go, and they are signed out everywhere. Their password alone signs them in until they set up another factor. A mail tells them."
        confirm="Remove second factor"
        action={submit}
        fields={{ memberId }}
        error={state.ok === false && problemOf(state, "proof") === undefined ? state.message : undefined}
      >
        <ProofField error={problemOf(state, "proof")} hasFactor />
      </ConfirmDialog>
    </div>
  );
}
