"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { useUndoToast } from "#app/_ui/use-undo-toast.ts";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { action: Action; /** What takes it back. */ opposite: Action; scheduleId: string; paused: boolean; what: string };

/** Pauses a schedule, or lets it run again; the one takes the other back. */
export function ScheduleSwitch({ action, opposite, scheduleId, paused, what }: Props) {
  const announce = useUndoToast();
  const act = async (previous: FormState, form: FormData): Promise<FormState> => {
    const outcome = await action(previous, form);
    if (outcome.ok === true) {
      announce({
        title: paused ? "Schedule resumed" : "Schedule paused",
        description: `Packets of ${what}`,
        undo: () => opposite(unsent, form),
        undone: paused ? "The schedule is paused again" : "The schedule runs again",
      });
    }
    return outcome;
  };
  const [state, submit] = useActionState<FormState, FormData>(act, unsent);
  const word = paused ? "Resume" : "Pause";
  return (
    <form action={submit}>
      <input type="hidden" name="scheduleId" value={scheduleId} />
      <SubmitButton kind="quiet" aria-label={`${word} the schedule of ${what}`}>{word}</SubmitButton>
      {state.ok === false ? <p role="alert" className="text-critical">{state.message}</p> : null}
    </form>
  );
}
