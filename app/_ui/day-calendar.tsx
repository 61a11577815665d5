"use client";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { dayAfter, daysIntoWeek, dayText, monthAfter, monthText, weeksOf } from "./calendar-days.ts";
import { weekStartNow } from "./region-now.ts";

type DayCalendarProps = {
  /** The day that is chosen; the calendar opens at it, or at today. */
  day: string | null;
  today: string;
  /** Earliest and latest day that can be chosen. */
  min?: string;
  max?: string;
  onChoose: (day: string) => void;
};

const WEEKDAYS = [["Su", "Sunday"], ["Mo", "Monday"], ["Tu", "Tuesday"], ["We", "Wednesday"], ["Th", "Thursday"], ["Fr", "Friday"], ["Sa", "Saturday"]] as const;

/** Where a key leads from a day, in days or months. */
function dayOfKey(key: string, day: string, weekStart: number): string | null {
  const weekday = daysIntoWeek(day, weekStart);
  switch (key) {
    case "ArrowLeft": return dayAfter(day, -1);
    case "ArrowRight": return dayAfter(day, 1);
    case "ArrowUp": return dayAfter(day, -7);
    case "ArrowDown": return dayAfter(day, 7);
    case "Home": return dayAfter(day, -weekday);
    case "End": return dayAfter(day, 6 - weekday);
    case "PageUp": return monthAfter(day, -1);
    case "PageDown": return monthAfter(day, 1);
    default: return null;
  }
}

/** One month as a grid (WAI-ARIA date picker): arrows go by days and weeks, Page Up and Page Down by months. */
export function DayCalendar({ day, today, min, max, onChoose }: DayCalendarProps) {
  const [at, setAt] = useState(day ?? today);
  const weekStart = weekStartNow();
  const grid = useRef<HTMLTableElement>(null);
  // The focus follows the keys, and no other change of the month.
  const [follow, setFollow] = useState(true);
  useEffect(() => {
    if (follow) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [at, follow]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayOfKey(event.key, at, weekStart);
    if (next === null) return;
    event.preventDefault();
    setFollow(true);
    setAt(next);
  };
  const turn = (months: number) => {
    setFollow(false);
    setAt(monthAfter(at, months));
  };
  return (
    <div className="calendar">
      <div className="calendar-head">
        <button type="button" className="icon-btn" aria-label="Month before" onClick={() => turn(-1)}><ChevronLeft aria-hidden="true" /></button>
        <p aria-live="polite" className="font-medium">{monthText(at)}</p>
        <button type="button" className="icon-btn" aria-label="Month after" onClick={() => turn(1)}><ChevronRight aria-hidden="true" /></button>
      </div>
      <table ref={grid} role="grid" aria-label={monthText(at)} onKeyDown={onKeyDown}>
        <thead><tr>{[...WEEKDAYS.slice(weekStart), ...WEEKDAYS.slice(0, weekStart)].map(([short, long]) => <th key={short} scope="col" abbr={long}>{short}</th>)}</tr></thead>
        <tbody>
          {weeksOf(at, weekStart).map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td key={one} aria-selected={one === day}>
                  <button
                    type="button" className="calendar-day num" tabIndex={one === at ? 0 : -1} aria-label={dayText(one)} aria-current={one === today ? "date" : undefined}
                    data-beside={one.slice(0, 7) === at.slice(0, 7) ? undefined : ""} disabled={(min !== undefined && one < min) || (max !== undefined && one > max)} onClick={() => onChoose(one)}
                  >
                    {Number(one.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
