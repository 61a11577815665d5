"use client";
import { useActionState, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { PeriodPicker } from "#app/_ui/period-picker.tsx";
import { RadioGroup, type RadioOption } from "#app/_ui/radio-group.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { PeopleField } from "../people-field.tsx";

type Engagement = { id: string; name: string; auditFirm: string; firstDay: string; lastDay: string; timeZone: string; controlIds: readonly string[] };

type NewPacketFormProps = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  cancelHref: string;
  controls: readonly { id: string; code: string; title: string }[];
  chosen?: string | undefined;
  engagements: readonly Engagement[];
  lastMonth: { firstDay: string; lastDay: string };
  timeZone: string;
  today: string;
};

/** Control, for whom, and which days. */
export function NewPacketForm(props: NewPacketFormProps) {
  const { controls, engagements, lastMonth, timeZone, today } = props;
  const [state, submit] = useActionState<FormState, FormData>(props.action, unsent);
  const [controlId, setControlId] = useState(props.chosen ?? controls[0]?.id ?? "");
  const holding = engagements.filter((one) => one.controlIds.includes(controlId));
  const [engagementId, setEngagementId] = useState(holding[0]?.id ?? "");
  const engagement = holding.find((one) => one.id === engagementId);
  const [period, setPeriod] = useState(engagement === undefined ? "last_month" : "engagement");
  const shownPeriod = engagement === undefined && period === "engagement" ? "last_month" : period;
  return (
    <form action={submit} className="max-w-[560px]">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <Select label="Control" name="controlId" value={controlId} onChange={(event) => setControlId(event.target.value)} error={problemOf(state, "controlId")}
        options={controls.map((one) => ({ value: one.id, label: `${one.code} ${one.title}` }))} />
      <Select label="Made for" name="engagementId" value={engagement?.id ?? ""} onChange={(event) => setEngagementId(event.target.value)} error={problemOf(state, "engagementId")}
        hint={engagement === undefined ? "Nobody outside sees it unless it is sent to them." : `Auditors of ${engagement.auditFirm} see it in their portal. It holds nothing that they may not see.`}
        options={[...holding.map((one) => ({ value: one.id, label: `${one.name}, ${one.auditFirm}` })), { value: "", label: "Ourselves, for no engagement" }]} />
      <div className="mt-4" onChange={(event) => setPeriod((event.target as HTMLInputElement).value)}>
        <RadioGroup key={engagement?.id ?? "none"} label="Period" name="period" defaultValue={shownPeriod} options={periodOptions(engagement, lastMonth)} />
      </div>
      <input type="hidden" name="lastMonthFirst" value={lastMonth.firstDay} />
      <input type="hidden" name="lastMonthLast" value={lastMonth.lastDay} />
      <input type="hidden" name="timeZone" value={timeZone} />
      {shownPeriod === "custom" ? (
        <div className="mt-4">
          <PeriodPicker
            key={engagement?.id} legend="Days of the packet" timeZone={engagement?.timeZone ?? timeZone} today={today} required
            defaultPeriod={{ firstDay: enteredOf(state, "firstDay") ?? engagement?.firstDay ?? lastMonth.firstDay, lastDay: enteredOf(state, "lastDay") ?? today }}
            errors={{ firstDay: problemOf(state, "firstDay"), lastDay: problemOf(state, "lastDay") }}
          />
        </div>
      ) : <PeriodProblems state={state} />}
      <PeopleField chosen={enteredOf(state, "people")} />
      <div className="mt-6 flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Asking…">Create packet</SubmitButton>
        <LinkButton kind="quiet" href={props.cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}

function periodOptions(engagement: Engagement | undefined, lastMonth: { firstDay: string; lastDay: string }): RadioOption[] {
  return [
    ...(engagement === undefined ? [] : [{ value: "engagement", label: "The engagement’s period", hint: formatDays(engagement.firstDay, engagement.lastDay) }]),
    { value: "last_month", label: "Last month", hint: formatDays(lastMonth.firstDay, lastMonth.lastDay) },
    { value: "custom", label: "Days of your choice" },
  ];
}

/** What is wrong with days that were not typed. */
function PeriodProblems({ state }: { state: FormState }) {
  const message = problemOf(state, "firstDay") ?? problemOf(state, "lastDay");
  return message === undefined ? null : <p className="mt-2 text-critical">{message}</p>;
}
