"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type AddAuditorFormProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; engagementId: string; people: readonly Option[]; peopleHref: string };

/** Lets a person with the role auditor into the engagement. */
export function AddAuditorForm({ action, engagementId, people, peopleHref }: AddAuditorFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  if (people.length === 0) {
    return <p className="mt-4 flex flex-wrap items-center gap-3 text-muted">Every auditor of the organization is in it. <LinkButton href={peopleHref}>Invite a person with the role auditor</LinkButton></p>;
  }
  return (
    <form action={submit} className="mt-4 max-w-[420px]">
      {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <input type="hidden" name="engagementId" value={engagementId} />
      <Select label="Add an auditor" name="memberId" options={people} error={problemOf(state, "memberId")} />
      <div className="mt-3"><SubmitButton>Add auditor</SubmitButton></div>
    </form>
  );
}
