import type { Query } from "#app/_ui/list-state.ts";
import { addDays, periodInstants } from "#lib/platform/zoned-time.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the address of the audit trail filters by; a day that does not exist counts as none given. */
export type TrailFilter = {
  kind?: string;
  subject?: string;
  actor?: string;
  action?: string;
  /** First and last day, both included, in the organization's time zone. */
  from?: string;
  to?: string;
  after?: string;
};

function dayOf(value: string | undefined): string | undefined {
  if (value === undefined || !DAY.test(value) || Number.isNaN(Date.parse(`${value}T00:00:00Z`))) return undefined;
  return addDays(value, 0) === value ? value : undefined;
}

/** Reads the filter out of an address. */
export function trailFilter(query: Query): TrailFilter {
  const one = (name: string): string | undefined => (typeof query[name] === "string" && query[name].trim() !== "" ? query[name].trim() : undefined);
  const filter = { kind: one("kind"), subject: one("subject"), actor: one("actor"), action: one("action"), from: dayOf(one("from")), to: dayOf(one("to")), after: one("after") };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The days as instants: from the start of the first up to the end of the last. */
export function trailInstants({ from, to }: TrailFilter, timeZone: string): { from?: Date; until?: Date } {
  return {
    ...(from === undefined ? {} : { from: periodInstants({ firstDay: from, lastDay: from, timeZone }).from }),
    ...(to === undefined ? {} : { until: periodInstants({ firstDay: to, lastDay: to, timeZone }).until }),
  };
}
