import { collectJob } from "#lib/connections/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";

/**
 * Runs a collection in a worker that is heard of no more after so many committed pages: what it would do next never ends, as
 * in a process that was killed.
 */
export async function dieAfter(context: Context, collectionId: string, pages: number): Promise<void> {
  const whole = runtime();
  let written = 0;
  await new Promise<void>((died) => {
    const never = new Promise<never>(() => undefined);
    const write: typeof whole.blobs.write = (...args) => {
      if (written++ < pages) return whole.blobs.write(...args);
      died();
      return never;
    };
    configureRuntime({ ...whole, blobs: { ...whole.blobs, write } });
    void collectJob.run(context, { collectionId }, () => Promise.resolve());
  });
  configureRuntime(whole);
}
