"use client";
import { useLayoutEffect, useRef, type ComponentProps } from "react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

export type Option = { value: string; label: string; disabled?: boolean };

/** One of many, by the platform's own list: it works on every phone and without script. */
export function Select({ label, hint, error, optional, id: given, options, placeholder, className = "", ...native }: FieldProps & Omit<ComponentProps<"select">, "name" | "children"> & { options: readonly Option[]; placeholder?: string }) {
  const { id, aria } = useFieldIds(given, { hint, error });
  const select = useRef<HTMLSelectElement>(null);
  const wanted = native.value ?? native.defaultValue;
  // React resets a form after its action, and a select then falls back to the option of its first drawing: what was
  // entered would change unseen. An option that has not been chosen since the reset follows this attribute.
  useLayoutEffect(() => {
    for (const option of select.current?.options ?? []) option.defaultSelected = option.value === String(wanted ?? "");
  });
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <select ref={select} id={id} className={`control control-select ${className}`} {...aria} {...native}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>{option.label}</option>
        ))}
      </select>
    </Field>
  );
}
