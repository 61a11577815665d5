import { useId, type ReactNode } from "react";
import { CircleAlert } from "lucide-react";

type FieldText = { label: ReactNode; hint?: ReactNode; error?: string; optional?: boolean };
export type FieldProps = FieldText & { name: string };

/** The identifiers by which a control points to its label, hint and error. */
export function useFieldIds(given: string | undefined, { hint, error }: Pick<FieldText, "hint" | "error">) {
  const made = useId();
  const id = given ?? made;
  const describedBy = [error === undefined ? "" : `${id}-error`, hint === undefined ? "" : `${id}-hint`].filter((part) => part !== "");
  return {
    id,
    aria: {
      "aria-describedby": describedBy.length === 0 ? undefined : describedBy.join(" "),
      "aria-invalid": error === undefined ? undefined : true,
    },
  };
}

/** What is wrong with a field, beside it: sign and sentence. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-1 flex gap-1.5 text-sm text-critical">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 flex-none" strokeWidth={1.5} />
      <span>{children}</span>
    </p>
  );
}

/** Label above, hint below it, then the control, then its error. */
export function Field({ id, label, hint, error, optional = false, children }: FieldText & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} className="mb-1.5 block font-medium">
        {label}
        {optional ? <span className="font-normal text-muted"> optional</span> : null}
      </label>
      {hint === undefined ? null : <p id={`${id}-hint`} className="-mt-1 mb-1.5 text-muted">{hint}</p>}
      {children}
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
