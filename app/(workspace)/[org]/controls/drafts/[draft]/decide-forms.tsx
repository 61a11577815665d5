"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { DecideAction } from "../decide-drafts.tsx";

type Seen = { draftId: string; revision: number };
type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Another person's draft: approved as it is, or returned with a reason. */
export function DecideForm({ seen, outdated, approve, giveBack }: { seen: Seen; outdated: boolean; approve: DecideAction; giveBack: DecideAction }) {
  const send = (previous: FormState<string[]>, form: FormData): Promise<FormState<string[]>> => (form.get("decision") === "return" ? giveBack : approve)(previous, form);
  const [state, submit] = useActionState<FormState<string[]>, FormData>(send, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-3 [&_.field]:mt-0">
      <input type="hidden" name="selected" value={`${seen.draftId} ${seen.revision}`} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Textarea label="Reason" name="reason" rows={2} maxLength={2000} optional hint="Needed to return it." defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
      <div className="flex flex-wrap gap-2">
        {outdated ? null : <SubmitButton kind="primary" name="decision" value="approve" pendingLabel="Working…">Approve</SubmitButton>}
        <SubmitButton name="decision" value="return" pendingLabel="Working…">Return</SubmitButton>
      </div>
    </form>
  );
}

type OwnProps = { seen: Seen; may: { edit: boolean; submit: boolean; applyAlone: boolean; withdraw: boolean }; alone: "alone" | "waived" | "second_person"; editHref: string; submit: Action; apply: Action; withdraw: Action };

/** What an author may still do with a draft. */
export function OwnActs({ seen, may, alone, editHref, submit, apply, withdraw }: OwnProps) {
  const [sent, send] = useActionState<FormState, FormData>(submit, unsent);
  const [applied, applyNow] = useActionState<FormState, FormData>(apply, unsent);
  const [withdrawn, takeBack] = useActionState<FormState, FormData>(withdraw, unsent);
  const refused = [sent, applied].find((state) => state.ok === false);
  const fields = { draftId: seen.draftId, revision: String(seen.revision) };
  return (
    <div className="grid gap-3 pt-3">
      {refused?.ok === false ? <FormError message={refused.message} requestId={refused.requestId} /> : null}
      <div className="flex flex-wrap gap-2">
        {may.edit ? <LinkButton href={editHref}>Edit</LinkButton> : null}
        {may.submit && alone === "second_person" ? <form action={send}><Seen {...fields} /><SubmitButton kind="primary" pendingLabel="Sending…">Send for review</SubmitButton></form> : null}
        {may.applyAlone ? <ConfirmDialog trigger="Apply without a second person" kind="primary" title="Apply it alone" consequence={`${alone === "alone" ? "Nobody else here can approve it" : "Your organization waives a second person"}. The history, the control’s page and packets say so.`} confirm="Apply" action={applyNow} fields={fields} /> : null}
        {may.withdraw ? (
          <ConfirmDialog trigger="Withdraw" title="Withdraw this draft" consequence="What it proposed stays readable, and is proposed no more." confirm="Withdraw" action={takeBack} fields={fields} {...(withdrawn.ok === false ? { error: withdrawn.message } : {})}>
            <Textarea label="Why" name="reason" rows={2} maxLength={2000} optional />
          </ConfirmDialog>
        ) : null}
      </div>
    </div>
  );
}

function Seen({ draftId, revision }: { draftId: string; revision: string }) {
  return <><input type="hidden" name="draftId" value={draftId} /><input type="hidden" name="revision" value={revision} /></>;
}
