import { z } from "zod";
import type { Context } from "#lib/platform/context.ts";
import { defineJob } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { LOOK_LIMITS } from "./limits.ts";
import { paced } from "./paced.ts";
import { recordFound } from "./record-found.ts";

/** Reads one stored file to its end and records how it was found. */
export const lookAtFileJob = defineJob({
  kind: "look-at-file",
  actor: "system",
  payload: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  run: (context, { sha256 }) => lookAtFile(context, sha256),
});

/** The same at once, for Tickmark's own work that met the file. What is stored under no such hash is passed over. */
export async function lookAtFile(context: Context, sha256: string): Promise<void> {
  const checkedAt = context.clock.now();
  const found = await runtime().blobs.check(context.organizationId, sha256, paced(LOOK_LIMITS.bytesPerSecond));
  await recordFound(context, { looks: [{ sha256, found, checkedAt }] });
}
