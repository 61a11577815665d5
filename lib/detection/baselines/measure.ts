import type { EventRecord, LogEvent } from "../fields.ts";

/** What is measured per actor and day: bytes that left, acts of export, and transactions. */
export const MEASURES = ["exported_bytes", "exports", "transactions"] as const;
export type Measure = (typeof MEASURES)[number];

const EXPORTS: ReadonlySet<string> = new Set(["file_sent", "data_exported"]);
const TRANSACTIONS: ReadonlySet<string> = new Set(["request_served", "record_read", "record_changed", "mail_accepted", "data_read", "data_inserted", "data_updated", "data_deleted"]);

export type Measured = { readonly measure: Measure; readonly actor: string; readonly amount: number; readonly time: string };

/**
 * What an event adds to the measures of its actor. Nothing where it names no actor or no time: an export by nobody on no
 * day is no part of anybody's history. Attempts that failed took nothing out and are left out.
 */
export function measured(event: EventRecord): Measured[] {
  const { user, action, outcome, time, bytes, repeatCount, sender } = event as Partial<LogEvent>;
  const actor = user ?? sender;
  if (typeof actor !== "string" || actor === "" || typeof time !== "string" || typeof action !== "string" || outcome === "failure") return [];
  const times = typeof repeatCount === "number" && repeatCount > 1 ? repeatCount : 1;
  const of = (measure: Measure, amount: number): Measured => ({ measure, actor, amount, time });
  if (EXPORTS.has(action)) return [of("exports", times), ...(typeof bytes === "number" && bytes > 0 ? [of("exported_bytes", bytes * times)] : [])];
  return TRANSACTIONS.has(action) ? [of("transactions", times)] : [];
}
