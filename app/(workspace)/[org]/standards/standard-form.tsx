"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { STANDARD_LIMITS } from "#lib/standards/client.ts";

export type Written = { title: string; systemType: string; types: readonly string[]; checks: readonly string[]; controlCodes: readonly string[]; source: string; address: string; statement: string; logging: string };
type Choice = { id: string; title: string; about: string };
type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; /** Of a standard that there is: its next version. */ number: number | null; written: Written; checks: readonly Choice[] };

const SHORT = { maxLength: STANDARD_LIMITS.line } as const;
const LONG = { maxLength: STANDARD_LIMITS.text } as const;

/** Proposes a standard, or the next version of one, from what the version in force says. */
export function StandardForm({ action, number, written, checks }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const [types, setTypes] = useState(enteredOf(state, "types") ?? written.types.join("\n"));
  const of = (name: string, before: string) => ({ name, defaultValue: enteredOf(state, name) ?? before, error: problemOf(state, name) });
  return (
    <form action={submit} className="grid max-w-[860px] gap-4 pt-3 [&_.field]:mt-0" {...keptWhenRefused(state)}>
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {number === null ? null : <input type="hidden" name="number" value={number} />}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Input label="Title" {...of("title", written.title)} {...SHORT} hint="Such as: Linux servers, secure configuration." />
        <Input label="System type" {...of("systemType", written.systemType)} {...SHORT} hint="As people call it, such as Linux server." />
        <Input label="Starts from" {...of("source", written.source)} {...SHORT} hint="A benchmark with its edition, or “our own”." />
        <Input label="Address of the document" optional {...of("address", written.address)} type="url" hint="Where the full text lies, when it does not stand here." />
      </div>
      <Textarea label="What it demands" rows={8} {...of("statement", written.statement)} {...LONG} hint="The settings, and each departure from where it starts with its reason." />
      <Textarea label="How such a system logs" rows={3} {...of("logging", written.logging)} {...LONG} hint="What it logs from its first minute, and where to; or why it cannot." />
      <Textarea label="Types of resources" name="types" rows={2} value={types} onChange={(event) => setTypes(event.target.value)} error={problemOf(state, "types") ?? problemOf(state, "types.0")} optional hint="As they are collected, one a line; * stands for anything. None where no connection sees such systems." />
      <Checks checks={checks} chosen={written.checks} types={types} error={problemOf(state, "checks")} />
      <Input label="Controls that it serves" optional {...of("controlCodes", written.controlCodes.join(", "))} hint="Their codes, such as SYS.3.01, SYS.1.01." />
      {number === null ? null : <Checkbox label="End the standard: from its approval on nothing is demanded by it" name="ends" />}
      <Textarea label="Why" rows={2} {...of("reason", "")} maxLength={STANDARD_LIMITS.reason} hint="Its history keeps the reason, and an auditor may read it." />
      <div><SubmitButton kind="primary" pendingLabel="Working…">{number === null ? "Propose standard" : "Propose next version"}</SubmitButton></div>
    </form>
  );
}

/** Whether a type is what one of the lines says, `*` standing for anything: which checks are offered. */
function names(lines: string, type: string): boolean {
  return lines.split(/[\n,]/).map((line) => line.trim().toLowerCase()).filter((line) => line !== "").some((line) => (line.endsWith("*") ? type.startsWith(line.slice(0, -1)) : line === type));
}

/** Checks of the types named; those chosen before stay to be seen, whatever the types say. */
function Checks({ checks, chosen, types, error }: { checks: readonly Choice[]; chosen: readonly string[]; types: string; error: string | undefined }) {
  const offered = checks.filter(({ id, about }) => chosen.includes(id) || names(types, about));
  return (
    <Fieldset legend="Checks that hold a resource to it" hint={offered.length === 0 ? "No check judges the types above. Without one, people look at each system." : "Those of the types above."} {...(error === undefined ? {} : { error })}>
      {offered.map(({ id, title, about }) => <Checkbox key={id} name="checks" value={id} defaultChecked={chosen.includes(id)} label={<>{title} <span className="mono text-muted">{about}</span></>} />)}
    </Fieldset>
  );
}
