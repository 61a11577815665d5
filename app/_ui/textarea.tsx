import type { ComponentProps } from "react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

/** Several lines of text; grows with what is written where the browser can. */
export function Textarea({ label, hint, error, optional, id: given, className = "", rows = 4, ...native }: FieldProps & Omit<ComponentProps<"textarea">, "name">) {
  const { id, aria } = useFieldIds(given, { hint, error });
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <textarea id={id} rows={rows} className={`control control-text ${className}`} {...aria} {...native} />
    </Field>
  );
}
