"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { Owners } from "#lib/ownership/index.ts";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;
type Expected = Owners["placeholders"][number];
type Props = { people: readonly Expected[]; members: Owners["members"]; invite: Act; settle: Act };

const INVITATION: Record<Expected["invitation"], string> = {
  none: "not invited",
  open: "invited",
  expired: "invitation expired",
  revoked: "invitation withdrawn",
  accepted: "joined, with a role that owns nothing",
};

/** Owners who are no members yet, with how their invitation stands. */
export function ExpectedOwners({ people, members, invite, settle }: Props) {
  return (
    <Section title="Not members yet" count={people.length} flush={false}>
      <ul>
        {people.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line-soft py-2">
            <span className="min-w-0 flex-1 basis-64">
              <span className="block font-medium">{one.name}</span>
              <span className="block break-words text-muted">{one.email}, {one.controls} {one.controls === 1 ? "control" : "controls"}, {INVITATION[one.invitation]}</span>
            </span>
            {one.invitation === "open" || one.invitation === "accepted" ? null : <SettleForm action={invite} fields={{ email: one.email, name: one.name }} kind="secondary" pendingLabel="Inviting…">{one.invitation === "none" ? "Invite" : "Invite again"}</SettleForm>}
            {members.length === 0 ? null : <SameAs person={one} members={members} settle={settle} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SameAs({ person, members, settle }: { person: Expected; members: Owners["members"]; settle: Act }) {
  const [state, submit] = useActionState<FormState, FormData>(settle, unsent);
  return (
    <Dialog trigger="Is a member already…" kind="quiet" title={`Who is ${person.name}?`} description="For somebody who joined under another address. What waits for them becomes that member’s, and stays so.">
      <form action={submit}>
        {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
        <input type="hidden" name="placeholderId" value={person.id} />
        <Select label="Member" name="memberId" options={members.map((one) => ({ value: one.id, label: `${one.name}, ${one.email}` }))} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Saving…">Hand over to this member</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
