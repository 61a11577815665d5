"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

export type HoldAction = (previous: FormState, form: FormData) => Promise<FormState>;

const WORDS = {
  place: {
    trigger: "Place a legal hold", title: "Place a legal hold", confirm: "Place hold",
    says: "While it stands, this organization cannot be deleted; a deletion that is pending is cancelled. Another administrator releases it, where there is one.",
  },
  release: { trigger: "Release", title: "Release the legal hold", confirm: "Release hold", says: "The organization can be deleted again. The hold and its release stay in the record." },
} as const;

/** Places or releases a legal hold, with a reason. */
export function HoldDialog({ act, action, holdId }: { act: keyof typeof WORDS; action: HoldAction; holdId?: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const { trigger, title, confirm, says } = WORDS[act];
  return (
    <Dialog key={state.ok === true ? state.requestId : "first"} trigger={trigger} title={title} description={says}>
      <form action={submit}>
        {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
        {holdId === undefined ? null : <input type="hidden" name="holdId" value={holdId} />}
        <Textarea label="Reason" name="reason" required maxLength={500} rows={3} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Saving…">{confirm}</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
