/** Due work after a segment was read: its days are held against what is usual, when they are over. The code stands in lib/alerts. */
export const BASELINES_DUE = "baselines";
