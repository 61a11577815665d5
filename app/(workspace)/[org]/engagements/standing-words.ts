import type { PeriodStanding } from "#lib/engagements/client.ts";

/** Where a period stands: "Day 51 of 92", "Begins in 3 days", "Ended, 92 days". */
export function standingWords({ phase, dayNumber, totalDays, daysToStart }: PeriodStanding): string {
  switch (phase) {
    case "before":
      return `Begins in ${daysToStart} ${daysToStart === 1 ? "day" : "days"}`;
    case "running":
      return `Day ${dayNumber} of ${totalDays}`;
    case "ended":
      return `Ended, ${totalDays} ${totalDays === 1 ? "day" : "days"}`;
  }
}
