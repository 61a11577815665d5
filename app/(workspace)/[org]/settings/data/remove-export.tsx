"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

export type RemoveAction = (previous: FormState, form: FormData) => Promise<FormState>;

/** Takes an archive away before its time. */
export function RemoveExport({ action, exportId }: { action: RemoveAction; exportId: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <ConfirmDialog
      trigger="Remove" kind="secondary" title="Remove this archive" confirm="Remove archive" action={submit} fields={{ exportId }}
      consequence="It can no longer be downloaded. Copies that were downloaded stay where they are. Another export can be asked for at any time."
      {...(state.ok === false ? { error: state.message } : {})}
    />
  );
}
