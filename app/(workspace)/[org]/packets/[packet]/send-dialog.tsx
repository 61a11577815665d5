"use client";
import { useActionState } from "react";
import { enteredOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { RecipientsField } from "../recipients-field.tsx";

type Sent = { mailed: number; hadLink: number };
type Action = (previous: FormState<Sent>, form: FormData) => Promise<FormState<Sent>>;

/** Sends a personal link to the report. */
export function SendDialog({ action, packetId, name }: { action: Action; packetId: string; name: string }) {
  const [state, submit] = useActionState<FormState<Sent>, FormData>(action, unsent);
  return (
    <Dialog trigger="Send to a recipient" title={`Send the report of ${name}`} description="Each recipient gets a mail with a personal link to the report. It expires, and each download is recorded. The packet itself is not sent.">
      <form action={submit}>
        <input type="hidden" name="packetId" value={packetId} />
        {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
        {state.ok === true ? <Banner tone="info" title={`${state.answer.mailed} ${state.answer.mailed === 1 ? "mail is" : "mails are"} on the way.`}>{state.answer.hadLink > 0 ? `${state.answer.hadLink} had a link already.` : null}</Banner> : null}
        <RecipientsField state={state} entered={enteredOf(state, "recipients")} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Sending…">Send report</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
