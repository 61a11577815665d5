/** What can be found by its text, in the order in which it is shown. */
export const TEXT_KINDS = ["control", "requirement", "mapping", "evidence", "incident", "finding"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];
