import type { OccurrenceState } from "./occurrence-state.ts";

/** How many occurrences a period holds, and how they ended. The five parts add up to what was expected. */
export type PopulationCounts = {
  expected: number;
  /** Performed in time and accepted. */
  onTime: number;
  /** Performed late and accepted. */
  late: number;
  missed: number;
  /** Neither performed nor missed yet: still to come, due, or within grace. */
  open: number;
  /** Performed, and waiting for another person's review. */
  notReviewed: number;
};

type Part = Exclude<keyof PopulationCounts, "expected">;
const PART_OF: Readonly<Record<OccurrenceState, Part>> = {
  upcoming: "open", due: "open", overdue: "open", missed: "missed", performed: "notReviewed", on_time: "onTime", late: "late",
};

/** Counts a control's population. */
export function countPopulation(occurrences: readonly { state: OccurrenceState }[]): PopulationCounts {
  const counts: PopulationCounts = { expected: occurrences.length, onTime: 0, late: 0, missed: 0, open: 0, notReviewed: 0 };
  for (const { state } of occurrences) counts[PART_OF[state]] += 1;
  return counts;
}
