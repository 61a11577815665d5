"use client";
import { useState } from "react";
import { Popover } from "@base-ui/react/popover";
import { CalendarDays } from "lucide-react";
import { dayText, isDay, readDay } from "./calendar-days.ts";
import { DayCalendar } from "./day-calendar.tsx";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

type DatePickerProps = FieldProps & {
  /** Today in the zone that the day is meant in. */
  today: string;
  /** `YYYY-MM-DD`, from which the field begins. */
  defaultValue?: string | undefined;
  /** With `onChange` the day is held by the caller: a day, or what was typed and is none. */
  value?: string;
  onChange?: (text: string) => void;
  min?: string;
  max?: string;
  required?: boolean;
  /** The id of the form that the day belongs to, where that stands elsewhere. */
  form?: string;
};

const shown = (text: string): string => (isDay(text) ? dayText(text) : text);

/** What is wrong with a text, in words; undefined for a day, and for nothing. */
function problemWith(text: string, today: string, { min, max }: { min?: string | undefined; max?: string | undefined }): string | undefined {
  if (text.trim() === "") return undefined;
  const day = readDay(text, today);
  if (day === null) return `Write a day such as ${dayText("2026-10-01")}${dayText("2026-10-01") === "2026-10-01" ? "" : " or 2026-10-01"}.`;
  if (min !== undefined && day < min) return `Not before ${dayText(min)}.`;
  return max !== undefined && day > max ? `Not after ${dayText(max)}.` : undefined;
}

/** A day: typed first, in the ways that people write one, or chosen from a calendar. The form gets `YYYY-MM-DD`. */
export function DatePicker({ label, name, hint, error, optional, today, defaultValue = "", value, onChange, min, max, required, form }: DatePickerProps) {
  const [own, setOwn] = useState(shown(defaultValue));
  const [left, setLeft] = useState(false);
  const [open, setOpen] = useState(false);
  const text = value === undefined ? own : shown(value);
  const day = readDay(text, today);
  const wrong = left ? problemWith(text, today, { min, max }) : undefined;
  const { id, aria } = useFieldIds(undefined, { hint, error: error ?? wrong });
  const put = (next: string) => {
    setOwn(next);
    onChange?.(readDay(next, today) ?? next);
  };
  const leave = () => {
    setLeft(true);
    if (day !== null) setOwn(dayText(day));
  };
  return (
    <Field id={id} label={label} hint={hint} error={wrong ?? error} optional={optional}>
      <input type="hidden" name={name} form={form} value={day ?? text} />
      <span className="with-button">
        <input id={id} className="control" autoComplete="off" spellCheck={false} placeholder="1 Oct 2026" form={form} required={required} value={text} onChange={(event) => put(event.target.value)} onBlur={leave} {...aria} />
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Trigger className="icon-btn" aria-label={`Calendar, ${typeof label === "string" ? label : "day"}`}><CalendarDays aria-hidden="true" /></Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner sideOffset={4} align="end" className="z-40">
              <Popover.Popup className="layer popover" aria-label="Choose a day">
                <DayCalendar day={day} today={today} min={min} max={max} onChoose={(chosen) => { put(dayText(chosen)); setOpen(false); }} />
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      </span>
    </Field>
  );
}
