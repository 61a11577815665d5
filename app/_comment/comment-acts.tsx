"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { COMMENT_MAX, WITHDRAWAL_REASON_MAX } from "#lib/comments/client.ts";
import type { CommentAction } from "./comment-form.tsx";

/** Mends a comment while it is fresh. */
export function EditComment({ id, text, action }: { id: string; text: string; action: CommentAction }) {
  const [open, setOpen] = useState(false);
  const [state, send] = useActionState(async (previous: FormState, form: FormData) => {
    const next = await action(previous, form);
    if (next.ok === true) setOpen(false);
    return next;
  }, unsent as FormState);
  return (
    <Dialog trigger="Change" kind="quiet" title="Change comment" description="The text before stays in its history." open={open} onOpenChange={setOpen}>
      <form action={send}>
        {state.ok === false && state.problems.length === 0 ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <input type="hidden" name="comment" value={id} />
        <Textarea label="Comment" name="text" required maxLength={COMMENT_MAX} defaultValue={enteredOf(state, "text") ?? text} error={problemOf(state, "text")} />
        <DialogActions><SubmitButton kind="primary">Save comment</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

/** Takes a comment back, with a reason. */
export function WithdrawComment({ id, action }: { id: string; action: CommentAction }) {
  const [state, send] = useActionState(action, unsent as FormState);
  return (
    <ConfirmDialog
      trigger="Withdraw" kind="quiet" title="Withdraw this comment?" confirm="Withdraw comment" action={send} fields={{ comment: id }}
      consequence="It stays as withdrawn, with your reason. Auditors no longer read its text; your organization still does."
      error={state.ok === false && state.problems.length === 0 ? state.message : undefined}
    >
      <Input label="Reason" name="reason" required maxLength={WITHDRAWAL_REASON_MAX} error={problemOf(state, "reason")} autoComplete="off" />
    </ConfirmDialog>
  );
}
