"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Combobox } from "#app/_ui/combobox.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Says that a collected thing belongs to an incident. */
export function LinkForm({ action, objectId, incidents }: { action: Action; objectId: string; incidents: { value: string; label: string }[] }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[520px] gap-3 pt-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="objectId" value={objectId} />
      <Combobox label="Incident" name="incidentId" options={incidents} error={problemOf(state, "incidentId")} />
      <div><SubmitButton kind="secondary" pendingLabel="Linking…">Link to incident</SubmitButton></div>
    </form>
  );
}

/** Takes that back; that it was said stays. */
export function UnlinkForm({ action, objectId, incidentId, name }: { action: Action; objectId: string; incidentId: string; name: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="flex flex-wrap items-center gap-2">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="objectId" value={objectId} />
      <input type="hidden" name="incidentId" value={incidentId} />
      <SubmitButton kind="quiet" pendingLabel="Taking back…" aria-label={`Unlink ${name}`}>Unlink</SubmitButton>
    </form>
  );
}
