import { dayOf, daysIncluded } from "#lib/platform/zoned-time.ts";

export type EngagementPhase = "before" | "running" | "ended";

/** Where an engagement's period stands on a day; days are calendar days of its zone. */
export type PeriodStanding = {
  phase: EngagementPhase;
  totalDays: number;
  /** Number of today in the period, from 1; 0 before it, `totalDays` after it. */
  dayNumber: number;
  /** Days until the last day; 0 on it and after it. */
  daysToEnd: number;
  /** Days until the first day; 0 from it on. */
  daysToStart: number;
};

type Period = { firstDay: string; lastDay: string; timeZone: string };

/** Where the period stands at an instant. */
export function periodStanding(period: Period, now: Date): PeriodStanding {
  const today = dayOf(now, period.timeZone);
  const totalDays = daysIncluded(period.firstDay, period.lastDay);
  const after = (from: string, to: string): number => Math.max(0, daysIncluded(from, to) - 1);
  const phase = today < period.firstDay ? "before" : today > period.lastDay ? "ended" : "running";
  return {
    phase,
    totalDays,
    dayNumber: phase === "ended" ? totalDays : daysIncluded(period.firstDay, today),
    daysToEnd: after(today, period.lastDay),
    daysToStart: after(today, period.firstDay),
  };
}
