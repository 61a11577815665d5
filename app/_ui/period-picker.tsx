"use client";
import { useId, useState } from "react";
import { daysWithin, dayText, isDay, periodPresets, type DayPeriod, type PeriodPreset } from "./calendar-days.ts";
import { DatePicker } from "./date-picker.tsx";
import { numberText } from "./region-now.ts";

type PeriodPickerProps = {
  legend: string;
  /** In which the days are meant; said beside the period, because an audit's days are not the reader's. */
  timeZone: string;
  /** Today in that zone. */
  today: string;
  defaultPeriod?: Partial<DayPeriod>;
  /** Names of the two fields in the form. */
  names?: { firstDay: string; lastDay: string };
  errors?: { firstDay?: string | undefined; lastDay?: string | undefined };
  /** Offered before the usual ones: "The engagement's period". */
  presets?: readonly PeriodPreset[];
  /** The latest day that either end may have. */
  max?: string;
  required?: boolean;
};

/** A period of whole days, first and last included, in a stated zone: typed, or one of those that audits are about. */
export function PeriodPicker({ legend, timeZone, today, defaultPeriod = {}, names = { firstDay: "firstDay", lastDay: "lastDay" }, errors = {}, presets = [], max, required }: PeriodPickerProps) {
  const [{ firstDay, lastDay }, setPeriod] = useState({ firstDay: defaultPeriod.firstDay ?? "", lastDay: defaultPeriod.lastDay ?? "" });
  const noteId = useId();
  const whole = isDay(firstDay) && isDay(lastDay);
  const reversed = whole && lastDay < firstDay;
  const offered = [...presets, ...periodPresets(today)].filter((preset) => max === undefined || preset.lastDay <= max);
  return (
    <fieldset className="period" aria-describedby={noteId}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="period-presets" role="group" aria-label={`${legend}, usual periods`}>
        {offered.map((preset) => (
          <button key={preset.name} type="button" className="chip" aria-pressed={preset.firstDay === firstDay && preset.lastDay === lastDay} onClick={() => setPeriod(preset)}>{preset.name}</button>
        ))}
      </div>
      <div className="mt-3 grid items-start gap-4 sm:grid-cols-2 [&_.field]:mt-0">
        <DatePicker label="First day" name={names.firstDay} today={today} max={max} required={required} value={firstDay} onChange={(text) => setPeriod({ firstDay: text, lastDay })} error={errors.firstDay} />
        <DatePicker label="Last day" name={names.lastDay} today={today} max={max} required={required} value={lastDay} onChange={(text) => setPeriod({ firstDay, lastDay: text })} error={reversed ? `Before the first day, ${dayText(firstDay)}.` : errors.lastDay} />
      </div>
      <p id={noteId} className="mt-1.5 text-muted" aria-live="polite">{whole && !reversed ? `${numberText(daysWithin(firstDay, lastDay))} ${firstDay === lastDay ? "day" : "days"}, ` : ""}first and last included, in {timeZone}</p>
    </fieldset>
  );
}
