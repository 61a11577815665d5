"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { PeopleField } from "../people-field.tsx";
import { RecipientsField } from "../recipients-field.tsx";
import { FREQUENCY_WORDS } from "./frequency-words.ts";

/** A schedule as its form shows it; recipients one a line. */
export type SchedulePlan = { id: string; engagementId: string; frequency: string; hour: number; people: string; recipients: string };

type ScheduleFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  cancelHref: string;
  /** To choose from; a schedule that exists keeps the one it has. */
  controls: readonly { id: string; label: string }[];
  /** The schedule that is changed; without it a new one is made. */
  changed?: SchedulePlan;
  engagements: readonly { id: string; label: string; timeZone: string; controlIds: readonly string[] }[];
  timeZone: string;
};

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));

/** Control, for whom, how often, at which hour, and who gets the link. */
export function ScheduleForm({ action, cancelHref, controls, changed, engagements, timeZone }: ScheduleFormProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [controlId, setControlId] = useState(controls[0]?.id ?? "");
  const [engagementId, setEngagementId] = useState(changed?.engagementId ?? "");
  const holding = engagements.filter((one) => one.controlIds.includes(controlId));
  const engagement = holding.find((one) => one.id === engagementId);
  const zone = engagement?.timeZone ?? timeZone;
  return (
    <form action={submit} className="max-w-[560px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {changed === undefined ? null : <input type="hidden" name="scheduleId" value={changed.id} />}
      <Select label="Control" name="controlId" disabled={changed !== undefined} value={controlId} onChange={(event) => setControlId(event.target.value)} error={problemOf(state, "controlId")} options={controls.map((one) => ({ value: one.id, label: one.label }))} />
      <Select label="Made for" name="engagementId" value={engagement?.id ?? ""} onChange={(event) => setEngagementId(event.target.value)} error={problemOf(state, "engagementId")}
        hint={engagement === undefined ? undefined : "Its auditors see the packets whose days lie within its period."}
        options={[{ value: "", label: "Ourselves, for no engagement" }, ...holding.map((one) => ({ value: one.id, label: one.label }))]} />
      <div className="mt-4">
        <RadioGroup label="How often" name="frequency" defaultValue={enteredOf(state, "frequency") ?? changed?.frequency ?? "monthly"} error={problemOf(state, "frequency")}
          options={Object.entries(FREQUENCY_WORDS).map(([value, words]) => ({ value, label: words.label, hint: `${words.runs}, of ${words.about}` }))} />
      </div>
      <div className="mt-4"><Select label="At" name="hour" defaultValue={enteredOf(state, "hour") ?? String(changed?.hour ?? 7)} error={problemOf(state, "hour") ?? problemOf(state, "timeZone")} hint={`By the clock of ${zone}, summer and winter`} options={HOURS} /></div>
      <input type="hidden" name="timeZone" value={zone} />
      <PeopleField chosen={enteredOf(state, "people") ?? changed?.people} />
      <RecipientsField state={state} entered={enteredOf(state, "recipients") ?? changed?.recipients} optional />
      <div className="mt-6 flex gap-2">
        {changed === undefined ? <SubmitButton kind="primary" pendingLabel="Scheduling…">Schedule packets</SubmitButton> : <SubmitButton kind="primary" pendingLabel="Saving…">Save schedule</SubmitButton>}
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}
