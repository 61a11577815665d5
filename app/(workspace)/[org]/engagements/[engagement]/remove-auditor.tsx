"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

export type RemoveAuditorAction = (previous: FormState, form: FormData) => Promise<FormState>;

type RemoveAuditorProps = { action: RemoveAuditorAction; engagementId: string; memberId: string; name: string };

/** Takes one auditor off the engagement, after saying what that means. */
export function RemoveAuditor({ action, engagementId, memberId, name }: RemoveAuditorProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <ConfirmDialog
      trigger={<>Remove<span className="sr-only"> {name}</span></>}
      kind="quiet"
      title={`Remove ${name} from the engagement?`}
      consequence={`The portal of this engagement is closed to ${name} with their next request. They stay a member, and can be added again.`}
      confirm="Remove auditor"
      action={submit}
      fields={{ engagementId, memberId }}
      error={state.ok === false ? state.message : undefined}
    />
  );
}
