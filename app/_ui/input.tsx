import type { ComponentProps } from "react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

/** One line of text, a number, a date: the native control with label, hint and located error. */
export function Input({ label, hint, error, optional, id: given, className = "", ...native }: FieldProps & Omit<ComponentProps<"input">, "name">) {
  const { id, aria } = useFieldIds(given, { hint, error });
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <input id={id} className={`control ${className}`} {...aria} {...native} />
    </Field>
  );
}
