import type { Collector } from "#lib/connector/index.ts";
import type { CollectionState } from "./client.ts";
import { CONNECTION_LIMITS } from "./limits.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Runs that fall due together are spread over a twentieth of their pace. */
const JITTER_SHARE = 0.05;

/**
 * When a collector runs next.
 *
 * @param failures how many runs in a row brought nothing, this one included; 0 after one that did
 * @param random from 0 to below 1
 */
export function nextRun(collector: Pick<Collector, "everyHours">, endedAt: Date, failures: number, random: number): Date {
  const pace = collector.everyHours * HOUR_MS;
  const wait = failures === 0 ? pace : Math.min(pace, CONNECTION_LIMITS.retryAfterMs * 2 ** Math.min(failures - 1, 10));
  return new Date(endedAt.getTime() + wait + Math.floor(random * wait * JITTER_SHARE));
}

/** Whether everything is to be asked for: the first time, where there is no cursor, and every so many days. */
export function isFullDue(collector: Pick<Collector, "fullEveryDays">, state: { cursor: unknown; lastFullAt: Date | null }, now: Date): boolean {
  if (collector.fullEveryDays === 0 || state.cursor === null || state.lastFullAt === null) return true;
  return now.getTime() - state.lastFullAt.getTime() >= collector.fullEveryDays * DAY_MS;
}

/** Until when what was collected counts as fresh: two turns and an hour for what goes wrong in between. */
export function freshUntil(collector: Pick<Collector, "everyHours">, completeAt: Date): Date {
  return new Date(completeAt.getTime() + (2 * collector.everyHours + 1) * HOUR_MS);
}

/** Whether a run brought nothing that evidence could rest on. */
export function broughtNothing(state: CollectionState): boolean {
  return state === "failed" || state === "denied" || state === "disabled";
}
