"use client";
import { useId } from "react";
import { FieldError } from "./field.tsx";

type SegmentedProps = {
  label: string;
  name: string;
  /** Two to five, each a word or two. */
  options: readonly { value: string; label: string }[];
  defaultValue?: string;
  onChange?: (value: string) => void;
  error?: string;
};

/** One of a few that are all seen at once: radio buttons in a row, moved through by the arrow keys. */
export function Segmented({ label, name, options, defaultValue, onChange, error }: SegmentedProps) {
  const id = useId();
  return (
    <fieldset className="field" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="segmented">
        {options.map((option) => (
          <label key={option.value} className="segment">
            <input type="radio" className="sr-only" name={name} value={option.value} defaultChecked={option.value === defaultValue} onChange={() => onChange?.(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
      {error === undefined ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
