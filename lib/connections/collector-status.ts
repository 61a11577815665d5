import type { Collector } from "#lib/connector/index.ts";
import type { Status } from "#lib/status/client.ts";
import { COLLECTION_STATUS, type CollectionState, type ConnectionState } from "./client.ts";
import { freshUntil } from "./schedule.ts";

export type CollectorFacts = {
  state: ConnectionState;
  attention: string | null;
  lastCompleteness: CollectionState | null;
  lastCompleteAt: Date | null;
};

/** How a collector stands: pure. Green only while its last run was complete and is fresh. */
export function collectorStatus(collector: Pick<Collector, "everyHours">, { state, attention, lastCompleteness, lastCompleteAt }: CollectorFacts, now: Date): { status: Status; word: string } {
  if (state === "removed") return { status: "not_applicable", word: "Removed" };
  if (attention !== null) return { status: "denied", word: "Needs attention" };
  if (state === "paused") return { status: "disabled", word: "Paused" };
  if (lastCompleteness === null) return { status: "never_collected", word: "Never collected" };
  if (lastCompleteness !== "complete") return COLLECTION_STATUS[lastCompleteness];
  if (lastCompleteAt === null || now >= freshUntil(collector, lastCompleteAt)) return { status: "stale", word: "Stale" };
  return COLLECTION_STATUS.complete;
}

/** How an address that things come to stands: pure. Never green, for nobody says what was sent. */
export function receivedStatus(facts: CollectorFacts, something: boolean, now: Date): { status: Status; word: string } {
  if (facts.state === "active" && facts.attention === null && facts.lastCompleteness === null) return something ? RECEIVING : { status: "never_collected", word: "Nothing came yet" };
  const standing = collectorStatus({ everyHours: 24 }, facts, now);
  return standing.status === "partial" ? RECEIVING : standing;
}

const RECEIVING = { status: "partial", word: "Received; completeness is not claimed" } as const;
