"use client";
import { enteredOf, problemOf, type FormState } from "#app/_edge/form-state.ts";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

/** A field as a connector describes it. */
export type FormField = { name: string; label: string; kind: "text" | "url" | "secret" | "lines" | "choice"; required: boolean; hint?: string; initial?: string; choices?: readonly { value: string; label: string }[] };

type Props = {
  fields: readonly FormField[];
  /** Where the form has them: what is secret is never sent back to be shown again. */
  prefix: "settings" | "secret";
  state: FormState<unknown>;
  values?: Readonly<Record<string, string>>;
};

/** The verb calls what is secret by its own name. */
const PATHS = { settings: "settings", secret: "credential" } as const;

/** The fields of a form that a connector's manifest describes. */
export function ManifestFields({ fields, prefix, state, values = {} }: Props) {
  return fields.map((field) => {
    const name = `${prefix}.${field.name}`;
    const shared = { label: field.label, name, hint: field.hint, required: field.required, optional: !field.required, error: problemOf(state, `${PATHS[prefix]}.${field.name}`), defaultValue: enteredOf(state, name) ?? values[field.name] ?? field.initial };
    if (field.kind === "choice") return <Select key={name} {...shared} options={(field.choices ?? []).map(({ value, label }) => ({ value, label }))} />;
    if (field.kind === "lines") return <Textarea key={name} {...shared} rows={4} maxLength={20_000} />;
    if (field.kind !== "secret") return <Input key={name} {...shared} type={field.kind === "url" ? "url" : "text"} maxLength={20_000} />;
    // A private key has several lines, and would lose them in a field of one.
    if (/pem|private/i.test(field.name)) return <Textarea key={name} {...shared} rows={3} maxLength={20_000} autoComplete="off" spellCheck={false} className="mono" defaultValue={undefined} />;
    return <Input key={name} {...shared} type="password" autoComplete="new-password" maxLength={20_000} defaultValue={undefined} />;
  });
}
