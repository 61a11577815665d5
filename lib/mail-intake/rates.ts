const MINUTE_MS = 60_000;

type Count = { since: number; count: number };

/**
 * Counts what each of many does within a minute. Of at most `kept` names: beyond, those heard of longest ago are forgotten.
 *
 * @param now in milliseconds, of a clock that only goes forward
 */
export function countPerMinute(most: number, kept: number, now: () => number = () => performance.now()): { take(name: string): boolean } {
  const counts = new Map<string, Count>();
  return {
    /** Counts one more; false when it is too many. */
    take(name) {
      const at = now();
      const known = counts.get(name);
      const current = known === undefined || at - known.since >= MINUTE_MS ? { since: at, count: 0 } : known;
      current.count += 1;
      counts.delete(name);
      counts.set(name, current);
      const [oldest] = counts.keys();
      if (counts.size > kept && oldest !== undefined) counts.delete(oldest);
      return current.count <= most;
    },
  };
}

/** Counts what each of many has open. */
export function countOpen(most: number): { enter(name: string): boolean; leave(name: string): void } {
  const open = new Map<string, number>();
  return {
    /** False when it has too many open; then it has not entered. */
    enter(name) {
      const count = open.get(name) ?? 0;
      if (count >= most) return false;
      open.set(name, count + 1);
      return true;
    },
    leave(name) {
      const count = open.get(name) ?? 0;
      if (count <= 1) open.delete(name);
      else open.set(name, count - 1);
    },
  };
}

/** Has at most so many pieces of work under way; others wait in their order. */
export function inTurn(most: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
