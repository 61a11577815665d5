"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Input } from "#app/_ui/input.tsx";

/** Ends one key, after saying what that means. */
export function RevokeKey({ action, keyId, name }: { action: (previous: FormState, form: FormData) => Promise<FormState>; keyId: string; name: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <ConfirmDialog
      trigger="Revoke" kind="quiet" title={`Revoke “${name}”?`} confirm="Revoke key" action={submit} fields={{ keyId }}
      consequence="Whatever uses it is refused from its next request. A revoked key cannot be brought back."
      error={state.ok === false ? state.message : undefined}
    >
      <Input label="Reason" name="reason" required maxLength={200} hint="Stands in the list and in the audit trail." error={problemOf(state, "reason")} />
    </ConfirmDialog>
  );
}
