/** Looks of the burn-down at one request on one day: enough for every day of a year of few, or every third week of many. */
export const MAX_LOOKS = 20_000;

/** A chart of more columns says nothing more to the eye. */
export const MAX_POINTS = 100;
export const MIN_POINTS = 12;

/** Longer periods are no audit's. */
export const MAX_PERIOD_DAYS = 1_100;

/** Evidence and open requests named for one requirement; the control's page names all. */
export const NAMED = 5;
