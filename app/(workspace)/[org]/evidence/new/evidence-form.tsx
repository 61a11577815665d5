"use client";
import { useActionState, useCallback, useState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FileUploads } from "#app/_evidence/file-uploads.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { CLASSIFICATION_WORDS, CLASSIFICATIONS } from "#lib/evidence/client.ts";
import { RequestPicker } from "./request-picker.tsx";

export type RequestOption = { id: string; controlCode: string; title: string; guidance: string; freshnessDays: number };
export type RecordOption = { id: string; name: string; facts: string; incomplete: string | null; firstDay: string; lastDay: string | null };

type Props = {
  action: (previous: FormState, form: FormData) => Promise<FormState>;
  kind: "upload" | "link" | "note" | "log_segment" | "alert" | "incident" | "rule" | "collection" | "check" | "standard";
  org: string;
  maxBytes: number;
  maxFiles: number;
  records: readonly RecordOption[];
  recordId: string;
  requests: readonly RequestOption[];
  chosen: readonly string[];
  today: string;
  zone: string;
  cancelHref: string;
};

/** What it is, what it rests on, the time it speaks for, and which requests it answers. */
export function EvidenceForm(props: Props) {
  const { kind, requests, today, zone } = props;
  const [state, submit] = useActionState(props.action, unsent);
  const [record, setRecord] = useState(props.records.find((one) => one.id === props.recordId));
  const [count, setCount] = useState({ arrived: 0, coming: 0 });
  const onCount = useCallback((arrived: number, coming: number) => setCount({ arrived, coming }), []);
  const byPerson = kind === "upload" || kind === "link" || kind === "note";
  const entered = (name: string): string | undefined => enteredOf(state, name);
  return (
    <form action={submit} className="mt-5 grid max-w-[640px] gap-5">
      <input type="hidden" name="kind" value={kind} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {kind === "upload" ? <FileUploads org={props.org} maxBytes={props.maxBytes} maxFiles={props.maxFiles} error={fileProblem(state)} onCount={onCount} /> : null}
      {kind === "link" ? <Input label="Address" name="address" type="url" required maxLength={2000} autoComplete="off" spellCheck={false} placeholder="https://" defaultValue={entered("address")} error={problemOf(state, "source.address")} hint="Tickmark keeps the address and never opens it. What it shows can change or go: where that has to be proven later, send a file." /> : null}
      {byPerson ? null : <RecordField key={state.ok === false ? state.requestId : "unsent"} records={props.records} record={record} onChoose={setRecord} error={problemOf(state, "source.id")} />}
      <Input label={count.arrived > 1 ? "Title of all" : "Title"} name="title" required={count.arrived < 2} optional={count.arrived > 1} maxLength={200} autoComplete="off" defaultValue={entered("title") ?? record?.name.slice(0, 200)} key={record?.id ?? "title"} error={problemOf(state, "title")} hint={count.arrived > 1 ? `Each of the ${count.arrived} files becomes an evidence of its own: this title, then its name.` : "One line that an auditor will find again."} />
      <Textarea label={kind === "note" ? "Note" : "Remark"} name="note" rows={kind === "note" ? 8 : 3} maxLength={20000} optional={kind !== "note"} required={kind === "note"} defaultValue={entered("note")} error={problemOf(state, "note")} hint="An auditor reads this once the evidence is accepted." />
      <div className="grid items-end gap-4 sm:grid-cols-3">
        {byPerson ? <DatePicker label="Collected on" name="collectedAt" today={today} max={today} optional defaultValue={entered("collectedAt")} error={problemOf(state, "collectedAt")} hint="Empty: now." /> : null}
        <DatePicker label="Speaks for, from" name="firstDay" today={today} max={today} optional defaultValue={entered("firstDay")} error={problemOf(state, "period.firstDay") ?? problemOf(state, "period")} hint={byPerson ? "Empty: from when it was collected." : "Empty: the record’s own time."} />
        <DatePicker label="Up to and including" name="lastDay" today={today} optional defaultValue={entered("lastDay")} error={problemOf(state, "period.lastDay")} hint={byPerson ? "Empty: until it goes stale." : "At most the record’s own days."} />
      </div>
      <p className="-mt-3 text-xs text-muted">Days of {zone}. Nothing proves a day that it does not speak for.</p>
      {byPerson ? <Select label="Classification" name="classification" defaultValue={entered("classification") ?? "internal"} options={CLASSIFICATIONS.map((value) => ({ value, label: CLASSIFICATION_WORDS[value] }))} error={problemOf(state, "classification")} hint="How long it is kept follows from it." /> : null}
      <RequestPicker requests={requests} chosen={props.chosen} error={problemOf(state, "requestIds")} />
      <div className="flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Submitting…" disabled={count.coming > 0}>{count.arrived > 1 ? `Submit ${count.arrived} files` : "Submit evidence"}</SubmitButton>
        <LinkButton kind="quiet" href={props.cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}

/** What is wrong with the files, whichever of them it is. */
function fileProblem(state: FormState): string | undefined {
  return state.ok === false ? state.problems.find(({ path }) => path.startsWith("files"))?.message : undefined;
}

type RecordFieldProps = { records: readonly RecordOption[]; record: RecordOption | undefined; onChoose: (record: RecordOption | undefined) => void; error: string | undefined };

// Drawn anew after a refusal, because the form's reset would leave the list without the record that is chosen.
function RecordField({ records, record, onChoose, error }: RecordFieldProps) {
  return (
    <div className="grid gap-2">
      <Select
        label="Record"
        name="recordId"
        required
        placeholder={records.length === 0 ? "There is none yet" : "Choose a record"}
        options={records.map((one) => ({ value: one.id, label: one.name }))}
        value={record?.id ?? ""}
        onChange={(event) => onChoose(records.find((one) => one.id === event.target.value))}
        error={error}
        hint="The newest are listed. An older one is offered from its own page."
      />
      {record === undefined ? null : <p className="text-muted">{record.facts}. {record.firstDay}{record.lastDay === record.firstDay ? "" : ` to ${record.lastDay ?? "now"}`}.</p>}
      {record?.incomplete == null ? null : <Banner tone="caution" title="Not finished.">{record.incomplete} It can be submitted, and accepted once it is finished.</Banner>}
    </div>
  );
}
