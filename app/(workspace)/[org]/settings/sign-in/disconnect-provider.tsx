"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { numberText } from "#app/_ui/region-now.ts";

/** Takes the provider away, after saying what that means. */
export function DisconnectProvider({ action, linked }: { action: (previous: FormState, form: FormData) => Promise<FormState>; linked: number }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <div className="grid justify-items-start gap-3 pt-3">
      <p className="text-muted">People stay members. Who has no password chooses one by mail.</p>
      <ConfirmDialog
        trigger="Disconnect provider" kind="danger" title="Disconnect the provider?" confirm="Disconnect provider" action={submit} word="disconnect"
        consequence={`The secret is deleted, ${linked === 1 ? "1 person is" : `${numberText(linked)} people are`} no longer linked to it, and every session that it began ends at once, yours too if it did.`}
        error={state.ok === false ? state.message : undefined}
      />
    </div>
  );
}
