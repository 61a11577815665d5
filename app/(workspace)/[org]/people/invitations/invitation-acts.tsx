"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Act<Answer = undefined> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;
type Link = { url: string };
export type InvitationActions = { makeLink: Act<Link>; resend: Act; revoke: Act };

/** What can be done about an invitation that nobody has answered. */
export function InvitationActs({ acts, invitation: { id, email, expired } }: { acts: InvitationActions; invitation: { id: string; email: string; expired: boolean } }) {
  const [resent, resend] = useActionState<FormState, FormData>(acts.resend, unsent);
  const [revoked, revoke] = useActionState<FormState, FormData>(acts.revoke, unsent);
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5 py-1 max-sm:justify-start">
      {resent.ok === false ? <FormError message={resent.message} requestId={resent.requestId} /> : null}
      {expired ? null : <HandOver action={acts.makeLink} invitationId={id} email={email} />}
      <form action={resend}>
        <input type="hidden" name="invitationId" value={id} />
        <SubmitButton pendingLabel="Sending…" aria-label={`Send again to ${email}`}>{resent.ok === true ? "Sent again" : "Send again"}</SubmitButton>
      </form>
      <ConfirmDialog
        trigger="Withdraw"
        kind="quiet"
        title={`Withdraw the invitation of ${email}?`}
        consequence="Its links stop working at once. The address can be invited again."
        confirm="Withdraw invitation"
        action={revoke}
        fields={{ invitationId: id }}
        error={revoked.ok === false ? revoked.message : undefined}
      />
    </div>
  );
}

/** Makes a link and shows it this once. */
function HandOver({ action, invitationId, email }: { action: Act<Link>; invitationId: string; email: string }) {
  const [state, submit] = useActionState<FormState<Link>, FormData>(action, unsent);
  return (
    <Dialog trigger="Link" title={`A link for ${email}`} description="For where mail does not reach. It works once, and whoever has it can join under this address: hand it over in person.">
      {state.ok === true ? (
        <p role="status" className="grid gap-2">
          <span className="flex items-start gap-2"><code className="min-w-0 break-all">{state.answer.url}</code><CopyButton value={state.answer.url} label="Copy link" /></span>
          <span className="text-muted">Shown now and never again. Another can be made.</span>
        </p>
      ) : (
        <form action={submit}>
          {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
          <input type="hidden" name="invitationId" value={invitationId} />
          <SubmitButton kind="primary" pendingLabel="Making…">Make link</SubmitButton>
        </form>
      )}
    </Dialog>
  );
}
