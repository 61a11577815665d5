"use client";
import { useActionState, useState } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Combobox, MultiCombobox, type Choice } from "#app/_ui/combobox.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

export type Action = (previous: FormState, form: FormData) => Promise<FormState>;

type Named = { name: string; label: string; hint?: string; optional?: boolean };

/** One field of an act: what the person must say to do it. `problem`: its place in the verb's input, where that differs. */
export type ActField = Named & { problem?: string } & (
  | { kind: "text"; current?: string; rows?: number; maxLength: number }
  | { kind: "line"; current?: string; maxLength: number; placeholder?: string }
  | { kind: "day"; today: string; min: string; max: string; current?: string }
  | { kind: "radio"; options: readonly { value: string; label: string; hint?: string }[]; current: string }
  | { kind: "one"; options: readonly Choice[]; current: string; placeholder: string }
  | { kind: "many"; options: readonly Choice[]; current: readonly string[] }
);

type Props = { action: Action; hidden: Readonly<Record<string, string>>; fields: readonly ActField[]; submit: string };

const FORM = "grid content-start gap-4 [&_.field]:mt-0";

/** The act that is usually next as a form on the page: its fields, what is wrong with them, and the page's primary button. */
export function ActForm({ action, submit, ...rest }: Props) {
  const [state, dispatch] = useActionState(action, unsent);
  return (
    <form action={dispatch} className={`max-w-[560px] ${FORM}`} {...keptWhenRefused(state)}>
      <ActFields state={state} {...rest} />
      <div><SubmitButton kind="primary" pendingLabel="Saving…">{submit}</SubmitButton></div>
    </form>
  );
}

/** Any other act: a button, and its form on top of the page. */
export function ActDialog({ action, submit, trigger, title, description, ...rest }: Props & { trigger: string; title: string; description?: string }) {
  const [open, setOpen] = useState(false);
  const [state, dispatch] = useActionState(async (previous: FormState, form: FormData) => {
    const next = await action(previous, form);
    if (next.ok === true) setOpen(false);
    return next;
  }, unsent as FormState);
  return (
    <Dialog trigger={trigger} title={title} description={description} open={open} onOpenChange={setOpen}>
      <form action={dispatch} className={FORM} {...keptWhenRefused(state)}>
        <ActFields state={state} {...rest} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Saving…">{submit}</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}

function ActFields({ state, hidden, fields }: Pick<Props, "hidden" | "fields"> & { state: FormState }) {
  return (
    <>
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {fields.map((field) => <ActFieldControl key={field.name} field={field} entered={enteredOf(state, field.name)} error={problemOf(state, field.problem ?? field.name)} />)}
    </>
  );
}

function ActFieldControl({ field, entered, error }: { field: ActField; entered: string | undefined; error: string | undefined }) {
  const { name, label, hint, optional } = field;
  const common = { name, label, hint, optional, error };
  switch (field.kind) {
    case "text":
      return <Textarea {...common} rows={field.rows ?? 3} maxLength={field.maxLength} required={optional !== true} defaultValue={entered ?? field.current} />;
    case "line":
      return <Input {...common} maxLength={field.maxLength} required={optional !== true} placeholder={field.placeholder} defaultValue={entered ?? field.current} autoComplete="off" />;
    case "day":
      return <DatePicker {...common} today={field.today} min={field.min} max={field.max} required defaultValue={entered ?? field.current} />;
    case "radio":
      return <RadioGroup label={label} name={name} options={field.options} defaultValue={entered ?? field.current} error={error} />;
    case "one":
      return <Combobox {...common} options={field.options} defaultValue={entered ?? field.current} placeholder={field.placeholder} />;
    case "many":
      return <MultiCombobox {...common} options={field.options} defaultValues={field.current} />;
  }
}

/** An act that needs no words: one button. */
export function ActButton({ action, hidden, label }: { action: Action; hidden: Readonly<Record<string, string>>; label: string }) {
  const [state, dispatch] = useActionState(action, unsent);
  return (
    <form action={dispatch}>
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <SubmitButton kind="quiet" pendingLabel="Saving…">{label}</SubmitButton>
      {state.ok === false ? <p className="text-critical" role="alert">{state.message}</p> : null}
    </form>
  );
}
