import { useId, type ComponentProps, type ReactNode } from "react";
import { FieldError, Fieldset, useFieldIds } from "./field.tsx";

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

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode };
type RadioGroupProps = { label: ReactNode; name: string; options: readonly RadioOption[]; defaultValue?: string; hint?: ReactNode; error?: string; required?: boolean };

/** One of few, all of them in sight. */
export function RadioGroup({ label, name, options, defaultValue, hint, error, required }: RadioGroupProps) {
  const id = useId();
  return (
    <Fieldset legend={label} hint={hint} error={error}>
      {options.map((option) => (
        <div key={option.value}>
          <label htmlFor={`${id}-${option.value}`} className="choice">
            <input id={`${id}-${option.value}`} type="radio" name={name} value={option.value} defaultChecked={option.value === defaultValue}
              required={required} className="check rounded-full" aria-describedby={option.hint === undefined ? undefined : `${id}-${option.value}-hint`} />
            <span>{option.label}</span>
          </label>
          {option.hint === undefined ? null : <p id={`${id}-${option.value}-hint`} className="ml-6 text-muted">{option.hint}</p>}
        </div>
      ))}
    </Fieldset>
  );
}
