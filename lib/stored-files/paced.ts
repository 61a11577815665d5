import { setTimeout as pause } from "node:timers/promises";

/** Below this nobody notices that it waited, and a timer costs more. */
const LEAST_PAUSE_MS = 20;

/**
 * Keeps whoever reads to so many bytes a second: it is told of each piece, and answers when the next may be read.
 *
 * @param bytesPerSecond more than 0
 */
export function paced(bytesPerSecond: number): (bytes: number) => Promise<void> {
  const started = performance.now();
  let done = 0;
  return async (bytes) => {
    done += bytes;
    const ahead = (done / bytesPerSecond) * 1000 - (performance.now() - started);
    if (ahead >= LEAST_PAUSE_MS) await pause(ahead);
  };
}
