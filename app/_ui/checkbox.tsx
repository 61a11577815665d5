import type { ComponentProps, ReactNode } from "react";
import { FieldError, useFieldIds } from "./field.tsx";

type CheckboxProps = { label: ReactNode; name: string; hint?: ReactNode; error?: string } & Omit<ComponentProps<"input">, "type" | "name">;

/** Yes or no. The whole line is the target. */
export function Checkbox({ label, hint, error, id: given, ...native }: CheckboxProps) {
  const { id, aria } = useFieldIds(given, { hint, error });
  return (
    <div className="field">
      <label htmlFor={id} className="choice">
        <input id={id} type="checkbox" className="check" {...aria} {...native} />
        <span>{label}</span>
      </label>
      {hint === undefined ? null : <p id={`${id}-hint`} className="ml-6 text-muted">{hint}</p>}
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
