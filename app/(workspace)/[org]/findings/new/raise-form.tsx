"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Combobox, MultiCombobox } from "#app/_ui/combobox.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { FINDING_LIMITS } from "#lib/findings/client.ts";
import type { FindingChoices } from "#lib/findings/index.ts";

type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  cancelHref: string;
  choices: FindingChoices;
  initial: { controls: readonly string[]; incident: string | undefined; engagement: string | undefined; title?: string | undefined; description?: string | undefined };
};

const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });

/** What was found, how bad it is, what it touches, who sees to it. */
export function RaiseForm({ action, cancelHref, choices, initial }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    <form action={submit} className="grid max-w-[560px] gap-4 [&_.field]:mt-0" {...keptWhenRefused(state)}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <Input label="Title" name="title" required maxLength={FINDING_LIMITS.title} placeholder="Restores were never tried" defaultValue={enteredOf(state, "title") ?? initial.title} error={problemOf(state, "title")} />
      <Textarea label="What was found" name="description" required rows={6} maxLength={FINDING_LIMITS.text} hint="Where, since when, and what shows it. Lists, **bold** and links to https:// addresses are drawn." defaultValue={enteredOf(state, "description") ?? initial.description} error={problemOf(state, "description")} />
      <Segmented label="Severity" name="severity" options={SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value] }))} defaultValue="medium" error={problemOf(state, "severity")} />
      <SourceFields choices={choices} initial={initial} state={state} />
      <MultiCombobox label="Controls" name="controlIds" optional options={choices.controls.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))} defaultValues={initial.controls} error={problemOf(state, "controlIds")} hint="Their requirements are touched too." />
      <MultiCombobox label="Other requirements" name="requirements" optional options={choices.requirements.map(({ id, code, name, framework }) => ({ value: id, label: `${framework} ${code}`, note: name }))} error={problemOf(state, "requirements")} hint="Beside those that the controls answer." />
      <Combobox label="Owner" name="ownerMemberId" optional options={choices.people.map(named)} placeholder="The owner of the controls" error={problemOf(state, "owner.memberId")} hint="Is told at once. The day by which it is remedied follows from the severity." />
      <div className="flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Raising…">Raise finding</SubmitButton>
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}

/** What it was raised from, and which one. Sources that this person may not read, or that are not there, are not offered. */
function SourceFields({ choices, initial, state }: Pick<Props, "choices" | "initial"> & { state: FormState }) {
  const [kind, setKind] = useState(initial.incident === undefined ? (initial.engagement === undefined ? "by_hand" : "engagement") : "incident");
  const kinds = [
    { value: "by_hand", label: "Seen by a person" },
    { value: "policy", label: "Breach of a policy" },
    ...(choices.incidents.length === 0 ? [] : [{ value: "incident", label: "Review of an incident" }]),
    ...(choices.engagements.length === 0 ? [] : [{ value: "engagement", label: "Audit" }]),
  ];
  return (
    <>
      <Select label="Source" name="sourceKind" options={kinds} value={kind} onChange={(event) => setKind(event.target.value)} />
      {kind === "policy" ? <Input label="Which policy" name="policyName" required maxLength={FINDING_LIMITS.title} placeholder="Backup policy, 4.2" defaultValue={enteredOf(state, "policyName")} error={problemOf(state, "source.name")} /> : null}
      {kind === "incident" ? <Combobox label="Which incident" name="incidentId" required options={choices.incidents.map(named)} defaultValue={initial.incident} error={problemOf(state, "source.incidentId")} /> : null}
      {kind === "engagement" ? <Combobox label="Which audit" name="engagementId" required options={choices.engagements.map(named)} defaultValue={initial.engagement} error={problemOf(state, "source.engagementId")} hint="The finding is shared with its auditors from the start." /> : null}
    </>
  );
}
