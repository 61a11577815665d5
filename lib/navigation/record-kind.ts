/** What can be found by its code, title or name, in the order in which it is shown. */
export const RECORD_KINDS = ["control", "evidence", "finding", "incident", "packet", "engagement", "person"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
