import { useId, type ReactNode } from "react";
import { FieldError } from "./field.tsx";

/** Fields that belong together. */
export function Fieldset({ legend, hint, error, children }: { legend: ReactNode; hint?: ReactNode; error?: string; children: ReactNode }) {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`].filter((part) => part !== "").join(" ");
  return (
    <fieldset className="field" aria-describedby={described === "" ? undefined : described}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {hint === undefined ? null : <p id={`${id}-hint`} className="-mt-1 mb-1.5 text-muted">{hint}</p>}
      <div className="grid gap-3">{children}</div>
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
