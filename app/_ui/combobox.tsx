"use client";
import { useId, useRef, useState, useTransition } from "react";
import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown, X } from "lucide-react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

export type Choice = { value: string; label: string; note?: string };

type Choices = {
  /** What is offered; with `search`, before anything is typed. */
  options: readonly Choice[];
  /** Asked while one types, where there are too many to send with the page. */
  search?: (text: string) => Promise<readonly Choice[]>;
  placeholder?: string;
};

type ComboboxProps = FieldProps & Choices & { defaultValue?: string | undefined; onChange?: (value: string) => void; required?: boolean };
type MultiComboboxProps = FieldProps & Choices & { defaultValues?: readonly string[]; onChange?: (values: string[]) => void };

/** One of many, found by typing a part of its name. The form gets its value, or nothing. */
export function Combobox({ label, name, hint, error, optional, options, search, placeholder, defaultValue, onChange, required }: ComboboxProps) {
  const { id, aria } = useFieldIds(undefined, { hint, error });
  const [chosen, setChosen] = useState<Choice | null>(options.find((one) => one.value === defaultValue) ?? null);
  const found = useFound(options, search, chosen === null ? [] : [chosen]);
  const choose = (choice: Choice | null) => {
    setChosen(choice);
    found.reset();
    onChange?.(choice?.value ?? "");
  };
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <Base.Root<Choice> items={found.items} filter={search === undefined ? undefined : null} value={chosen} onValueChange={choose} onInputValueChange={(text, { reason }) => { if (reason === "input-change") found.ask(text); }} isItemEqualToValue={(a, b) => a.value === b.value} autoHighlight required={required}>
        <input type="hidden" name={name} value={chosen?.value ?? ""} />
        <span className="with-button combobox">
          <Base.Input id={id} className="control" placeholder={placeholder} {...aria} />
          <Base.Clear className="icon-btn" aria-label="Choose none"><X aria-hidden="true" /></Base.Clear>
          <Base.Trigger className="icon-btn" aria-label="Show the choices"><ChevronDown aria-hidden="true" /></Base.Trigger>
        </span>
        <Choosing found={found} />
      </Base.Root>
    </Field>
  );
}

/** Several of many: those chosen stand in the field, each with its own way out. The form gets one value per choice. */
export function MultiCombobox({ label, name, hint, error, optional, options, search, placeholder, defaultValues = [], onChange }: MultiComboboxProps) {
  const { id, aria } = useFieldIds(undefined, { hint, error });
  const [chosen, setChosen] = useState<readonly Choice[]>(options.filter((one) => defaultValues.includes(one.value)));
  const found = useFound(options, search, chosen);
  const choose = (choices: readonly Choice[]) => {
    setChosen(choices);
    found.reset();
    onChange?.(choices.map(({ value }) => value));
  };
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      {chosen.map(({ value }) => <input key={value} type="hidden" name={name} value={value} />)}
      <Base.Root<Choice, true> multiple items={found.items} filter={search === undefined ? undefined : null} value={chosen} onValueChange={choose} onInputValueChange={(text, { reason }) => { if (reason === "input-change") found.ask(text); }} isItemEqualToValue={(a, b) => a.value === b.value} autoHighlight>
        <Base.Chips className="control control-chips">
          {chosen.map((choice) => (
            <Base.Chip key={choice.value} className="chip" aria-label={choice.label}>{choice.label}<Base.ChipRemove className="chip-remove" aria-label={`Take out ${choice.label}`}><X aria-hidden="true" /></Base.ChipRemove></Base.Chip>
          ))}
          <Base.Input id={id} placeholder={chosen.length === 0 ? placeholder : undefined} {...aria} />
        </Base.Chips>
        <Choosing found={found} />
      </Base.Root>
    </Field>
  );
}

type Found = ReturnType<typeof useFound>;

/** What is offered: the options given, or what the search answers. What is chosen stays among them, so that it stays chosen. */
function useFound(options: readonly Choice[], search: Choices["search"], chosen: readonly Choice[]) {
  const [answered, setAnswered] = useState<readonly Choice[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [waiting, startSearch] = useTransition();
  const asked = useRef(0);
  const shown = answered ?? options;
  return {
    items: search === undefined ? options : [...shown, ...chosen.filter((one) => !shown.some(({ value }) => value === one.value))],
    waiting,
    failed,
    ask(text: string): void {
      if (search === undefined) return;
      const question = ++asked.current;
      startSearch(async () => {
        // Whatever was refused, what can be chosen is unknown: that is said, and typing on asks again.
        const result = await search(text).catch(() => null);
        // Only the newest question counts, in whatever order the answers come.
        if (question !== asked.current) return;
        setFailed(result === null);
        setAnswered(result ?? []);
      });
    },
    reset: () => setAnswered(null),
  };
}

function Choosing({ found: { waiting, failed } }: { found: Found }) {
  const emptyId = useId();
  const nothing = failed ? "The choices could not be read. Type on to try again." : waiting ? "Searching" : "Nothing matches.";
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" className="z-40">
        <Base.Popup className="layer menu combobox-popup" aria-busy={waiting || undefined}>
          <Base.Empty id={emptyId}><p className="px-2 py-1.5 text-muted">{nothing}</p></Base.Empty>
          <Base.List>
            {(choice: Choice) => (
              <Base.Item key={choice.value} value={choice} className="menu-item">
                <span className="w-4 flex-none"><Base.ItemIndicator><Check aria-hidden="true" className="size-3.5" strokeWidth={1.75} /></Base.ItemIndicator></span>
                <span className="min-w-0 flex-1">{choice.label}</span>
                {choice.note === undefined ? null : <span className="pl-3 text-xs text-muted">{choice.note}</span>}
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
