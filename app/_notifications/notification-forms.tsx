"use client";
import { useActionState, type ReactNode } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";

export const NOTIFICATIONS_FORM = "notifications";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Marks everything that the page shows, and what is older, as read. */
export function MarkAllRead({ action, newest }: { action: Action; newest: string }) {
  const [state, send, pending] = useActionState(action, unsent);
  return (
    <form action={send} className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="newest" value={newest} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Button type="submit" disabled={pending}>{pending ? "Marking…" : "Mark all as read"}</Button>
    </form>
  );
}

/** The list with what can be done to the selected rows. */
export function MarkSelected({ action, children }: { action: Action; children: ReactNode }) {
  const [state, send, pending] = useActionState(action, unsent);
  return (
    <form id={NOTIFICATIONS_FORM} action={send}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {children}
      <BatchBar form={NOTIFICATIONS_FORM} noun={{ one: "notification", many: "notifications" }}>
        <Button type="submit" name="as" value="read" disabled={pending}>Mark as read</Button>
        <Button type="submit" name="as" value="unread" disabled={pending}>Mark as unread</Button>
      </BatchBar>
    </form>
  );
}
