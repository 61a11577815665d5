import type { IncidentStatus } from "./words.ts";

/** One link of the chain from the event to the closure of an incident. `at` is null while it has not happened. */
export type ChainLink = {
  name: "event" | "alert" | "acknowledged" | "declared" | "contained" | "resolved" | "closed";
  at: Date | null;
  /** Milliseconds since the link before it that has happened; null for the first and for what is still open. */
  elapsedMs: number | null;
  /** Why a later link stands although this one is missing; null when nothing is wrong. */
  weakness: "skipped" | "out_of_order" | null;
};

export type ChainFacts = {
  firstEventAt: Date;
  alertedAt: Date;
  declaredAt: Date;
  acknowledgedAt: Date | null;
  containedAt: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
};

/**
 * The timed chain event -> alert -> acknowledged -> declared -> contained -> resolved -> closed.
 * A link that is missing although a later one happened is `skipped`; one that lies before its predecessor is `out_of_order`:
 * both are shown in place, so that a weak chain cannot look whole.
 */
export function incidentChain(facts: ChainFacts): ChainLink[] {
  const links: [ChainLink["name"], Date | null][] = [
    ["event", facts.firstEventAt],
    ["alert", facts.alertedAt],
    ["acknowledged", facts.acknowledgedAt],
    ["declared", facts.declaredAt],
    ["contained", facts.containedAt],
    ["resolved", facts.resolvedAt],
    ["closed", facts.closedAt],
  ];
  const lastDone = links.findLastIndex(([, at]) => at !== null);
  let before: Date | null = null;
  return links.map(([name, at], index) => {
    const elapsedMs = at === null || before === null ? null : at.getTime() - before.getTime();
    const weakness = at === null ? (index < lastDone ? "skipped" : null) : elapsedMs !== null && elapsedMs < 0 ? "out_of_order" : null;
    before = at ?? before;
    return { name, at, elapsedMs, weakness };
  });
}

/** Which status may follow which: the life of an incident. Reopening leads back to open from any finished one. */
export const NEXT_STATUS: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  open: ["contained", "resolved"],
  contained: ["resolved"],
  resolved: ["closed", "open"],
  closed: ["open"],
};
