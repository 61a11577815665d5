"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { sha256: string; action: Action };
/** What is looked into: a stored file by its hash, or a message with its files. */
type About = { name: "sha256" | "objectId"; value: string };

/** Lets a file out that is held back, with the reason. */
export function ReleaseForm({ sha256, action }: Props) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-3 pt-1">
      <input type="hidden" name="sha256" value={sha256} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Textarea label="Why it may be handed out" name="reason" rows={2} maxLength={2000} required defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="Recorded with your name. The file can be downloaded then; it is never shown here." />
      <div><SubmitButton kind="danger" pendingLabel="Releasing…">Release the file</SubmitButton></div>
    </form>
  );
}

/** Has a file looked into, or looked into again. */
export function LookAgainForm({ about, action, again }: { about: About; action: Action; again: boolean }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name={about.name} value={about.value} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <p role="status" className="text-muted">It is being looked into. Load this page again in a moment.</p> : <div><SubmitButton kind="quiet" pendingLabel="Asking…">{again ? "Look into it again" : "Look into it now"}</SubmitButton></div>}
    </form>
  );
}

/** Has a stored file read again, to see whether it is still what was sent. */
export function ReadAgainForm({ sha256, action }: Props) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <form action={submit} className="grid gap-2">
      <input type="hidden" name="sha256" value={sha256} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {state.ok === true ? <p role="status" className="text-muted">It is being read. Load this page again in a moment.</p> : <div><SubmitButton kind="quiet" pendingLabel="Asking…">Read it again now</SubmitButton></div>}
    </form>
  );
}
