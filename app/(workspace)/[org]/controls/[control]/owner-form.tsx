"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Props = {
  action: (previous: FormState<string | null>, form: FormData) => Promise<FormState<string | null>>;
  request: { id: string; label: string; ownerMemberId: string | null };
  owners: readonly { value: string; label: string }[];
};

/** Names the owner of one request. */
export function OwnerForm({ action, request, owners }: Props) {
  const [state, submit] = useActionState<FormState<string | null>, FormData>(action, unsent);
  const error = state.ok === false ? (problemOf(state, "ownerMemberId") ?? state.message) : undefined;
  return (
    <form action={submit} className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <input type="hidden" name="requestId" value={request.id} />
      <div className="min-w-0 flex-1 basis-64">
        <Select label={request.label} name="ownerMemberId" options={[{ value: "", label: "Nobody" }, ...owners]} defaultValue={request.ownerMemberId ?? ""} error={error} />
      </div>
      <SubmitButton pendingLabel="Saving…">Set owner</SubmitButton>
      <span role="status" className="basis-20 text-muted">{state.ok === true ? "Saved." : ""}</span>
    </form>
  );
}
