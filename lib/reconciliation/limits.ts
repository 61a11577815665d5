/** Resources of one reconciliation: they are matched in memory. Beyond it the population has to be narrowed. */
export const MAX_POPULATION = 20_000;
/** Sightings and coverage of one reconciliation. */
export const MAX_COVERAGE = 100_000;
/** Names that a source reports and nobody knows; their number is told whole. */
export const STRANGERS_SHOWN = 200;
/** Versions of the definition that are shown. */
export const VERSIONS_SHOWN = 50;
/** Assets of one list: as many as there are resources. */
export const MAX_ASSETS = 20_000;
/** Rows of a file that were not taken, kept with why. */
export const LEFT_OUT_KEPT = 200;
const HOUR_MS = 3_600_000;
/** Agents and logs that were silent for a day are silent; a list that nobody renewed for a year says how things were. */
export const SILENT_AFTER_MS = { logs: 24 * HOUR_MS, agent: 24 * HOUR_MS, monitoring: 24 * HOUR_MS, scanner: 14 * 24 * HOUR_MS, list: 366 * 24 * HOUR_MS } as const;
/** What lived shorter is told by its scaling group or image. */
export const EPHEMERAL_BELOW_MS = 24 * HOUR_MS;
