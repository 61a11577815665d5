"use client";
import { useActionState, useState, type ReactNode } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { MultiCombobox } from "#app/_ui/combobox.tsx";
import { PeriodPicker } from "#app/_ui/period-picker.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

export type HoldAction = (previous: FormState, form: FormData) => Promise<FormState>;

const EFFECT = "While it stands, nothing that it holds is disposed of, and the organization cannot be deleted; a deletion that is pending is cancelled. Another administrator releases it, where there is one.";

type FormProps = { action: HoldAction; title: string; trigger: ReactNode; says: string; confirm: string; children?: (state: FormState) => ReactNode };

function ReasonDialog({ action, title, trigger, says, confirm, children }: FormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <Dialog key={state.ok === true ? state.requestId : "first"} trigger={trigger} title={title} description={says}>
      <form action={submit} {...keptWhenRefused(state)}>
        {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
        {children?.(state)}
        <Textarea label="Reason" name="reason" required maxLength={500} rows={3} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Saving…">{confirm}</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

type Choices = { controls: readonly { value: string; label: string; note?: string }[]; timeZone: string; today: string };

/** Places a hold on everything, on what answers controls, or on a period. */
export function PlaceHold({ action, choices }: { action: HoldAction; choices: Choices }) {
  const [scope, setScope] = useState("everything");
  return (
    <ReasonDialog action={action} trigger="Place a legal hold" title="Place a legal hold" says={EFFECT} confirm="Place hold">
      {(state) => (
        <div className="mb-4 grid gap-4" onChange={(event) => { const input = event.target as HTMLInputElement; if (input.name === "scope") setScope(input.value); }}>
          <RadioGroup label="What it holds" name="scope" defaultValue="everything" options={[
            { value: "everything", label: "Everything" },
            { value: "controls", label: "Evidence of controls", hint: "Also what is submitted later." },
            { value: "period", label: "Evidence of a period", hint: "Of any control, also what is submitted later." },
          ]} />
          {scope === "controls" ? <MultiCombobox label="Controls" name="controlIds" options={choices.controls} error={problemOf(state, "on.controlIds")} /> : null}
          {scope === "everything" ? null : <PeriodPicker legend={scope === "period" ? "Speaks for a time in" : "Only what speaks for a time in (may stay empty)"} timeZone={choices.timeZone} today={choices.today} required={scope === "period"} errors={{ firstDay: problemOf(state, "on.period.firstDay"), lastDay: problemOf(state, "on.period.lastDay") }} />}
        </div>
      )}
    </ReasonDialog>
  );
}

type HoldEvidenceProps = { action: HoldAction; evidenceId: string; controls: readonly { id: string; code: string }[] };

/** Places a hold on one evidence, or on all that answers the same controls. */
export function HoldEvidence({ action, evidenceId, controls }: HoldEvidenceProps) {
  const codes = controls.map((one) => one.code).join(", ");
  return (
    <ReasonDialog action={action} trigger="Place a legal hold" title="Place a legal hold" says={EFFECT} confirm="Place hold">
      {() => (
        <div className="mb-4">
          <input type="hidden" name="evidenceIds" value={evidenceId} />
          {controls.map((one) => <input key={one.id} type="hidden" name="controlIds" value={one.id} />)}
          <RadioGroup label="What it holds" name="scope" defaultValue="evidence" options={[{ value: "evidence", label: "This evidence" }, { value: "controls", label: `Everything that answers ${codes}`, hint: "Also what is submitted later." }]} />
        </div>
      )}
    </ReasonDialog>
  );
}

/** Ends a hold. */
export function ReleaseHold({ action, holdId }: { action: HoldAction; holdId: string }) {
  return (
    <ReasonDialog action={action} trigger="Release" title="Release the legal hold" says="What it held may be disposed of again, unless another hold stands. The hold and its release stay in the record." confirm="Release hold">
      {() => <input type="hidden" name="holdId" value={holdId} />}
    </ReasonDialog>
  );
}
