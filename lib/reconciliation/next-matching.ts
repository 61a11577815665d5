import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { endOfDay } from "#lib/platform/as-of.ts";
import type { Kept } from "./kept.repository.ts";
import { MATCH_EVERY_MS, MATCH_SHARE } from "./limits.ts";

// When the population is matched again, and as of when: pure.

export type Behind = { /** When what it rests on became another; null where it is only old. */ since: Date | null };

/** Whether what is kept is not of the present any more: something is newer, or what happened since can be silent by now. */
export function behindOf({ at }: Pick<Kept, "at">, newestFact: Date | null, now: Date): Behind | null {
  if (newestFact !== null && newestFact >= at) return { since: newestFact };
  return now.getTime() - at.getTime() >= MATCH_EVERY_MS ? { since: null } : null;
}

/** As of when it is made next, or when that is to be asked again. */
export type Next = { make: { at: Date; present: boolean } } | { wait: Date };

/**
 * First the ends of days that are over, so that each past day is told by what had been recorded by its end; then the
 * present, where what is kept is behind it. Matching takes a twentieth of the time at most.
 */
export function nextMatching(last: Pick<Kept, "at" | "begunAt" | "finishedAt"> | null, newestFact: Date | null, timeZone: string, now: Date): Next {
  if (last === null) return newestFact === null ? { wait: new Date(now.getTime() + MATCH_EVERY_MS) } : { make: { at: now, present: true } };
  const day = dayOf(last.at, timeZone);
  const own = endOfDay(day, timeZone);
  const end = last.at < own ? own : endOfDay(addDays(day, 1), timeZone);
  if (end < now) return { make: { at: end, present: false } };
  const behind = behindOf(last, newestFact, now);
  const again = new Date(Math.min(last.at.getTime() + MATCH_EVERY_MS, end.getTime() + 1));
  if (behind === null || now <= last.at) return { wait: again };
  const took = (last.finishedAt ?? last.begunAt).getTime() - last.begunAt.getTime();
  const rested = new Date(Math.min(last.begunAt.getTime() + took * MATCH_SHARE, last.begunAt.getTime() + MATCH_EVERY_MS));
  return rested > now ? { wait: rested } : { make: { at: now, present: true } };
}
