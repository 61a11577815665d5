"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { HuntStatus } from "#lib/hunts/client.ts";
import type { RaisedMatches } from "#lib/hunts/index.ts";

type Action<Answer = undefined> = (previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;

/** Pause, resume, cancel. */
export function HuntActs({ huntId, status, pause, resume, cancel }: { huntId: string; status: HuntStatus; pause: Action; resume: Action; cancel: Action }) {
  const [paused, pauseNow] = useActionState<FormState, FormData>(pause, unsent);
  const [resumed, resumeNow] = useActionState<FormState, FormData>(resume, unsent);
  const [cancelled, cancelNow] = useActionState<FormState, FormData>(cancel, unsent);
  const runs = status === "queued" || status === "running";
  const stands = status === "paused" || status === "failed";
  const refused = [paused, resumed].find((state) => state.ok === false);
  return (
    <>
      {refused?.ok === false ? <FormError message={refused.message} requestId={refused.requestId} /> : null}
      {runs ? <form action={pauseNow}><input type="hidden" name="huntId" value={huntId} /><SubmitButton pendingLabel="Pausing…">Pause</SubmitButton></form> : null}
      {stands ? <form action={resumeNow}><input type="hidden" name="huntId" value={huntId} /><SubmitButton kind="primary" pendingLabel="Resuming…">Resume</SubmitButton></form> : null}
      {runs || stands ? <ConfirmDialog trigger="Cancel" title="Cancel the retro-hunt" consequence="It does not go on. What it found until now is kept." confirm="Cancel the retro-hunt" action={cancelNow} fields={{ huntId }} {...(cancelled.ok === false ? { error: cancelled.message } : {})} /> : null}
    </>
  );
}

/** Raises one match, or all that are no alert yet. */
export function RaiseForm({ huntId, matchId, action, left }: { huntId: string; matchId?: string; action: Action<RaisedMatches>; left: number }) {
  const [state, submit] = useActionState<FormState<RaisedMatches>, FormData>(action, unsent);
  const answer = state.ok === true ? state.answer : null;
  const many = matchId === undefined;
  return (
    <span className="inline-flex flex-wrap items-center gap-3">
      {many ? (
        <ConfirmDialog trigger="Raise all" kind="secondary" title="Raise every match as an alert" consequence="Each gets a number, a deadline, and says that a retro-hunt found it. What an alert told of before is not raised twice. It cannot be undone: alerts are judged." confirm="Raise all" action={submit} fields={{ huntId }} {...(state.ok === false ? { error: state.message } : {})} />
      ) : (
        <form action={submit}>
          {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
          <input type="hidden" name="huntId" value={huntId} />
          <input type="hidden" name="matchId" value={matchId} />
          <SubmitButton kind="primary" pendingLabel="Raising…">Raise as an alert</SubmitButton>
        </form>
      )}
      <span role="status" className="text-muted">{answer === null ? "" : said(answer, many ? left : 0)}</span>
    </span>
  );
}

function said({ raised, before, left }: RaisedMatches, shown: number): string {
  const parts = [`${raised} raised`, ...(before === 0 ? [] : [`${before} told of before`]), ...(left === 0 || shown === 0 ? [] : [`${left} left: raise again`])];
  return `${parts.join(", ")}.`;
}
