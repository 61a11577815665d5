/** Rows that the worker reads in one transaction: a fraction of a second. */
export const MATCH_PAGE = 5_000;
/** What the worker matches in memory, and keeps. Beyond it the population has to be narrowed. */
export const KEPT_BOUNDS = { resources: 100_000, coverage: 500_000, page: MATCH_PAGE } as const;
/** What is matched while a page waits, where nothing is kept: days before the first that is. */
export const DIRECT_BOUNDS = { resources: 20_000, coverage: 100_000, page: MATCH_PAGE } as const;
/** So little is matched anew for a page, when what is kept is behind: it takes a few hundredths of a second. */
export const SMALL = 1_000;
/** Rows that are written in one transaction. */
export const WRITTEN_AT_ONCE = 2_000;
/** Reconciliations that one job makes: days that it makes up for. What is left is made by the next. */
export const MATCHINGS_AT_ONCE = 60;
/** Of so much time one part is spent on matching. */
export const MATCH_SHARE = 20;
/** Days of a history that are shown. */
export const HISTORY_DAYS = 30;
/** Names that a source reports and nobody knows; their number is told whole. */
export const STRANGERS_SHOWN = 200;
/** Versions of the definition that are shown. */
export const VERSIONS_SHOWN = 50;
/** Assets of one list: as many as there are resources. */
export const MAX_ASSETS = 20_000;
/** Rows of a file that were not taken, kept with why. */
export const LEFT_OUT_KEPT = 200;
const HOUR_MS = 3_600_000;
/** What is silent by now changes without anything that comes. */
export const MATCH_EVERY_MS = HOUR_MS;
/** Agents and logs that were silent for a day are silent; a list that nobody renewed for a year says how things were. */
export const SILENT_AFTER_MS = { logs: 24 * HOUR_MS, agent: 24 * HOUR_MS, monitoring: 24 * HOUR_MS, scanner: 14 * 24 * HOUR_MS, list: 366 * 24 * HOUR_MS } as const;
/** What lived shorter is told by its scaling group or image. */
export const EPHEMERAL_BELOW_MS = 24 * HOUR_MS;
