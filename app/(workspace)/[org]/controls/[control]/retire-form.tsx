"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Ends a control from a day on, with the reason and what took its place. */
export function RetireForm({ action, controlId, code, today }: { action: Action; controlId: string; code: string; today: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <Dialog key={state.ok === true ? state.requestId : "first"} trigger="Retire" title={`Retire ${code}`} description="From the day on it leaves lists, matrices and gaps, its mappings end and nothing is owed for it. Every day before stays as it was, with its evidence. A control is never deleted; a retirement can be taken back.">
      <form action={submit} className="grid gap-3">
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <input type="hidden" name="controlId" value={controlId} />
        <DatePicker label="Retired from" name="day" today={today} max={today} required defaultValue={enteredOf(state, "day") ?? today} error={problemOf(state, "day")} />
        <Textarea label="Reason" name="reason" required maxLength={2000} rows={3} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <Input label="Control that takes its place" name="successorCode" optional maxLength={64} autoComplete="off" placeholder="SYS.2.08" hint="Its code; empty when none does." defaultValue={enteredOf(state, "successorCode")} error={problemOf(state, "successorCode")} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Retiring…">Retire control</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

/** Takes a retirement back. */
export function ReinstateForm({ action, controlId, code }: { action: Action; controlId: string; code: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <Dialog trigger="Reinstate" title={`Reinstate ${code}`} description="From now on it holds again, with the mappings and evidence requests that its retirement ended. The time between stays one in which it did not hold.">
      <form action={submit}>
        {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
        <input type="hidden" name="controlId" value={controlId} />
        <Textarea label="Reason" name="reason" required maxLength={2000} rows={3} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Saving…">Reinstate control</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
