/** The only source of "now". A context carries one, so that a verb can be replayed at any instant. */
export type Clock = { now(): Date };

/** The machine's clock, UTC. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still; for tests and for work that must be done "as of" an instant. */
export function fixedClock(instant: Date | string): Clock {
  const at = new Date(instant);
  return { now: () => new Date(at) };
}
