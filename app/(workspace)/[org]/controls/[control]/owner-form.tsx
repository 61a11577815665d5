"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Combobox } from "#app/_ui/combobox.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { useUndoToast } from "#app/_ui/use-undo-toast.ts";

type Props = {
  action: (previous: FormState<string | null>, form: FormData) => Promise<FormState<string | null>>;
  request: { id: string; label: string; ownerMemberId: string | null };
  owners: readonly { value: string; label: string }[];
};

/** Names the owner of one request. The one before can be put back. */
export function OwnerForm({ action, request, owners }: Props) {
  const announce = useUndoToast();
  const assign = async (previous: FormState<string | null>, form: FormData): Promise<FormState<string | null>> => {
    const before = request.ownerMemberId ?? "";
    const outcome = await action(previous, form);
    if (outcome.ok === true && form.get("ownerMemberId") !== before) {
      announce({
        title: outcome.answer === null ? "Nobody owns it now" : `${outcome.answer} owns it now`,
        description: request.label,
        undo: () => action(unsent, ownerOf(request.id, before)),
        undone: "The owner is who it was before",
      });
    }
    return outcome;
  };
  const [state, submit] = useActionState<FormState<string | null>, FormData>(assign, unsent);
  const error = state.ok === false ? (problemOf(state, "ownerMemberId") ?? state.message) : undefined;
  return (
    <form action={submit} className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <input type="hidden" name="requestId" value={request.id} />
      <div className="min-w-0 flex-1 basis-64">
        <Combobox key={request.ownerMemberId} label={request.label} name="ownerMemberId" options={owners} defaultValue={request.ownerMemberId ?? ""} placeholder="Nobody" error={error} />
      </div>
      <SubmitButton pendingLabel="Saving…">Set owner</SubmitButton>
    </form>
  );
}

function ownerOf(requestId: string, ownerMemberId: string): FormData {
  const form = new FormData();
  form.set("requestId", requestId);
  form.set("ownerMemberId", ownerMemberId);
  return form;
}
