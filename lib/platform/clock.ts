/** The only source of "now". A context carries one, so that a verb can be replayed at any instant. */
export type Clock = { now(): Date };

/** The machine's clock, UTC. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still; for tests and for work that must be done "as of" an instant. */
export function fixedClock(instant: Date | string): Clock {
  const at = new Date(instant);
  return { now: () => new Date(at) };
}

/** Times of two machines, and of transactions side by side, differ by less; what is further back was recorded by a clock that was set back. In milliseconds. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** Whether a time was recorded that this machine's clock has not reached: the clock was set back since, or had been ahead. */
export function isAhead(recordedAt: Date, now: Date): boolean {
  return recordedAt.getTime() - now.getTime() > CLOCK_TOLERANCE_MS;
}

/** Whether so long has passed since an instant. One that lies ahead was recorded before the clock was set back: nobody waits until it comes again. */
export function hasPassed(since: Date, milliseconds: number, now: Date): boolean {
  const elapsed = now.getTime() - since.getTime();
  return elapsed >= milliseconds || elapsed < -CLOCK_TOLERANCE_MS;
}
