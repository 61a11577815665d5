import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { version } from "#lib/platform/version.ts";

/** Rows of workers that were killed are kept this long, then removed by the next one's sign of life. */
const FORGOTTEN_AFTER_MS = 24 * 3600_000;

export type WorkerPresence = { beat(): Promise<void>; leave(): Promise<void> };

/** How a worker says in the database that it lives, so that readiness and metrics can count the living. */
export function workerPresence(): WorkerPresence {
  const startedAt = runtime().clock.now();
  const id = newId("wrk", startedAt.getTime());
  return {
    async beat() {
      const { database, clock } = runtime();
      const seenAt = clock.now();
      await database.workerPresence.upsert({ where: { id }, create: { id, version: version(), startedAt, seenAt }, update: { seenAt } });
      await database.workerPresence.deleteMany({ where: { seenAt: { lt: new Date(seenAt.getTime() - FORGOTTEN_AFTER_MS) } } });
    },
    async leave() {
      await runtime().database.workerPresence.deleteMany({ where: { id } });
    },
  };
}
