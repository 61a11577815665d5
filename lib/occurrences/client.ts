/** The door of `lib/occurrences` for browser code: pure words and figures. */
export type { PeriodicFrequency } from "./frequencies.ts";
export { OCCURRENCE_STATES, OCCURRENCE_WORDS, OWED_STATES, type OccurrenceState } from "./occurrence-state.ts";
export type { PopulationCounts } from "./population.ts";
