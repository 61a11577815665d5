"use client";
import { useActionState, useCallback, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FileUploads } from "#app/_evidence/file-uploads.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RadioGroup, type RadioOption } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Text = { columns: readonly string[]; lines: number };
type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; org: string; evidenceId: string; text: Text | null; maxBytes: number; cancelHref: string };

/** What is taken out of a file: columns or lines that are left out here, or a redacted file of one's own. */
export function RedactForm({ action, org, evidenceId, text, maxBytes, cancelHref }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const ways = waysOf(text);
  const [way, setWay] = useState(ways[0]?.value ?? "file");
  const [coming, setComing] = useState(0);
  const onCount = useCallback((_arrived: number, onTheirWay: number) => setComing(onTheirWay), []);
  return (
    <form action={submit} className="mt-5 grid max-w-[640px] gap-5" {...keptWhenRefused(state)}>
      <input type="hidden" name="evidenceId" value={evidenceId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <div onChange={(event) => { const input = event.target as HTMLInputElement; if (input.name === "kind") setWay(input.value); }}>
        <RadioGroup label="How" name="kind" defaultValue={way} options={ways} />
      </div>
      {way === "columns" && text !== null ? (
        <Fieldset legend="Columns to take out" error={problemOf(state, "how.columns")}>
          {text.columns.map((name, index) => <Checkbox key={index} label={name === "" ? `Column ${index + 1}` : name} name="columns" value={index} />)}
        </Fieldset>
      ) : null}
      {way === "lines" && text !== null ? <Input label="Lines to take out" name="lines" autoComplete="off" required maxLength={300} defaultValue={enteredOf(state, "lines")} error={problemOf(state, "how.lines")} hint={`As 3-5, 9. The file has ${text.lines} lines; the others keep their numbers.`} /> : null}
      {way === "file" ? (
        <>
          <FileUploads org={org} maxBytes={maxBytes} maxFiles={1} error={problemOf(state, "how.file") ?? problemOf(state, "how.file.sha256")} onCount={onCount} />
          <Input label="What was taken out" name="removed" required maxLength={300} autoComplete="off" defaultValue={enteredOf(state, "removed")} error={problemOf(state, "how.removed")} hint="Stands beside the file, also in packets: say it without saying what it was." />
        </>
      ) : null}
      <Textarea label="Why" name="reason" rows={2} required maxLength={300} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="Stays inside the organization." />
      <div className="flex gap-2">
        <SubmitButton kind="primary" pendingLabel="Redacting…" disabled={coming > 0}>Record the redacted version</SubmitButton>
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </form>
  );
}

function waysOf(text: Text | null): RadioOption[] {
  const upload = { value: "file", label: "Upload a redacted file", hint: "Made with a tool that removes what is redacted. A PDF in which something was only covered is refused, because the text below a box can be copied. Metadata of pictures is not looked at." };
  if (text === null) return [upload];
  return [...(text.columns.length > 1 ? [{ value: "columns", label: "Take columns out" }] : []), { value: "lines", label: "Take lines out" }, upload];
}
