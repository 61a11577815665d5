/** Due work after a segment was read: its days may prove that nothing happened. The code stands in lib/populations, which counts. */
export const QUIET_DAYS_DUE = "quiet_days";
