/**
 * Lets a few go at once and has others wait, first come, first served. A turn that lasts longer than `lastsMs` ends by itself while
 * its owner goes on: who is slow keeps nobody waiting for longer.
 *
 * @returns takes a turn; what it answers ends it, and may be called again
 */
export function openTurns(atOnce: number, lastsMs: number): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const begin = (): (() => void) => {
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      taken -= 1;
      waiting.shift()?.();
    };
    taken += 1;
    const timer = setTimeout(end, lastsMs).unref();
    return end;
  };
  return () => {
    const { promise, resolve } = Promise.withResolvers<() => void>();
    const take = (): void => resolve(begin());
    if (taken < atOnce) take();
    else waiting.push(take);
    return promise;
  };
}
