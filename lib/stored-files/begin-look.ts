import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { LOOK_LIMITS, DAY_MS } from "./limits.ts";
import { insertLook, lookAtFilesFrom, newestLook, storedBytes } from "./look.repository.ts";
import { lookAtFilesKind } from "./look-at-files.kind.ts";

/** Begins the day's look and puts the next one in line. Reading goes on where the last look came to; a look that is under way is not begun twice. */
export const beginLook = defineVerb({
  name: "stored_files.begin_look",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now, enqueue, unchanged }): Promise<{ lookId: string | null }> {
    unchanged();
    await lookAtFilesFrom(tx, new Date(now.getTime() + DAY_MS));
    const last = await newestLook(tx, organizationId);
    if (last !== null && now.getTime() - last.startedAt.getTime() < DAY_MS / 2) return { lookId: null };
    const lookId = await insertLook(tx, organizationId, { startedAt: now, readTo: last?.readTo ?? "", readTarget: shareOf(await storedBytes(tx, organizationId), last?.startedAt ?? null, now) });
    await enqueue(lookAtFilesKind, { lookId }, lookId);
    return { lookId };
  },
});

/** The bytes that are to be read today, so that all are within the days: the days since the last look count, too. */
function shareOf(bytes: number, last: Date | null, now: Date): number {
  const days = last === null ? 1 : Math.min(LOOK_LIMITS.catchUpDays, Math.max(1, Math.round((now.getTime() - last.getTime()) / DAY_MS)));
  return Math.ceil((bytes * days) / LOOK_LIMITS.readWithinDays);
}

/** The daily look at an organization's stored files, as due work. */
export async function runDueLook(context: Context): Promise<void> {
  await beginLook(context, {});
}
