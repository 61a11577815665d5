import type { ComponentProps } from "react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

export type Option = { value: string; label: string; disabled?: boolean };

/** One of many, by the platform's own list: it works on every phone and without script. */
export function Select({ label, hint, error, optional, id: given, options, placeholder, className = "", ...native }: FieldProps & Omit<ComponentProps<"select">, "name" | "children"> & { options: readonly Option[]; placeholder?: string }) {
  const { id, aria } = useFieldIds(given, { hint, error });
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <select id={id} className={`control control-select ${className}`} {...aria} {...native}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>{option.label}</option>
        ))}
      </select>
    </Field>
  );
}
