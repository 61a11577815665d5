"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Select, type Option } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { PEOPLE_LIMITS } from "#lib/people/client.ts";
import type { InvitationPreview, InvitedPeople } from "#lib/people/index.ts";
import { InvitePreview } from "./invite-preview.tsx";

export type Act<Answer> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;

type InviteFormProps = { check: Act<InvitationPreview>; invite: Act<InvitedPeople>; path: string; roles: readonly Option[] };
type Draft = { list: string; role: string };

/** A pasted list, looked over line by line before anybody is invited. */
export function InviteForm({ check, invite, path, roles }: InviteFormProps) {
  const [draft, setDraft] = useState<Draft>({ list: "", role: "control_owner" });
  const [editing, setEditing] = useState(true);
  const [checked, submit] = useActionState<FormState<InvitationPreview>, FormData>(async (previous, form) => {
    setDraft({ list: String(form.get("list") ?? ""), role: String(form.get("role") ?? "") });
    const answer = await check(previous, form);
    if (answer.ok === true) setEditing(false);
    return answer;
  }, unsent);
  const [sent, send] = useActionState<FormState<InvitedPeople>, FormData>(invite, unsent);
  if (sent.ok === true) return <Invited outcome={sent.answer} path={path} />;
  if (!editing && checked.ok === true) return <InvitePreview lines={checked.answer.lines} draft={draft} state={sent} action={send} onChange={() => setEditing(true)} />;
  return (
    <form action={submit} className="mt-4 grid max-w-[640px] gap-4">
      {checked.ok === false ? <FormError message={checked.message} requestId={checked.requestId} /> : null}
      <Textarea
        label="People" name="list" rows={8} required maxLength={PEOPLE_LIMITS.listCharacters} spellCheck={false} autoComplete="off" autoFocus
        hint={<>One a line, at most {PEOPLE_LIMITS.invitationsAtOnce}: an address, or <span className="mono break-words">Ruth Adeyemi, ruth@calder.example, Auditor</span></>}
        defaultValue={enteredOf(checked, "list") ?? draft.list} error={problemOf(checked, "text")}
      />
      <Select label="Role, where a line names none" name="role" options={roles} defaultValue={enteredOf(checked, "role") ?? draft.role} error={problemOf(checked, "role")} />
      <div className="flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Looking it over…">Look list over</SubmitButton>
        <LinkButton kind="quiet" href={path}>Cancel</LinkButton>
      </div>
    </form>
  );
}

function Invited({ outcome: { invited, leftOut }, path }: { outcome: InvitedPeople; path: string }) {
  const members = leftOut.filter(({ standing }) => standing === "member").length;
  const expected = leftOut.length - members;
  return (
    <div className="mt-4 grid max-w-[640px] gap-4" role="status">
      <Banner tone="positive" title={invited.length === 1 ? `${invited[0]?.email ?? ""} is invited.` : `${invited.length} people are invited.`}>
        {members === 0 ? null : `${members} of the list ${members === 1 ? "is a member" : "are members"} already. `}
        {expected === 0 ? null : `${expected} ${expected === 1 ? "was" : "were"} invited before and can still accept.`}
      </Banner>
      <div className="flex gap-2">
        <LinkButton href={`${path}/invitations`}>Open invitations</LinkButton>
        <LinkButton kind="quiet" href={path}>Back to people</LinkButton>
      </div>
    </div>
  );
}
