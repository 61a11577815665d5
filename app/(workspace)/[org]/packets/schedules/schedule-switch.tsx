"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Pauses a schedule, or lets it run again. */
export function ScheduleSwitch({ action, scheduleId, paused, what }: { action: Action; scheduleId: string; paused: boolean; what: string }) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const word = paused ? "Resume" : "Pause";
  return (
    <form action={submit}>
      <input type="hidden" name="scheduleId" value={scheduleId} />
      <SubmitButton kind="quiet" aria-label={`${word} the schedule of ${what}`}>{word}</SubmitButton>
      {state.ok === false ? <p role="alert" className="text-critical">{state.message}</p> : null}
    </form>
  );
}
