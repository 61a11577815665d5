import { useId, type ReactNode } from "react";
import { Fieldset } from "./fieldset.tsx";

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
