"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { MySession } from "#lib/identity/client.ts";
import { browserName } from "./browser-name.ts";

type Act = (previous: FormState, form: FormData) => Promise<FormState>;
type SessionListProps = { sessions: readonly MySession[]; action: Act; endOthers: Act };

/** Where a person is signed in; each session can be ended but the one in use, which is signed out of instead. */
export function SessionList({ sessions, action, endOthers }: SessionListProps) {
  const [ended, submit] = useActionState<FormState, FormData>(action, unsent);
  const [others, submitOthers] = useActionState<FormState, FormData>(endOthers, unsent);
  const state = others.ok === false ? others : ended;
  return (
    <>
      {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <ul className="border-t border-line-soft">
        {sessions.map((session) => (
          <li key={session.sessionId} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line-soft py-2">
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-medium" title={session.userAgent}>{browserName(session.userAgent)}{session.current ? <span className="font-normal text-muted"> this one</span> : null}</p>
              <p className="text-muted">Last used <Timestamp at={session.lastSeenAt} zone="UTC" />, signed in <Timestamp at={session.createdAt} zone="UTC" /></p>
            </div>
            {session.current ? null : (
              <form action={submit}>
                <input type="hidden" name="sessionId" value={session.sessionId} />
                <SubmitButton pendingLabel="Ending…" aria-label={`End session of ${browserName(session.userAgent)}`}>End session</SubmitButton>
              </form>
            )}
          </li>
        ))}
      </ul>
      <form action={submitOthers} className="mt-3 flex flex-wrap items-center gap-3">
        {sessions.length > 1 ? <SubmitButton pendingLabel="Ending…">End all other sessions</SubmitButton> : null}
        <span role="status" className="text-muted">{others.ok === true && sessions.length === 1 ? "All other sessions have ended." : ""}</span>
      </form>
    </>
  );
}
