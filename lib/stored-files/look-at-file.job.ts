import { z } from "zod";
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
  async run(context, { sha256 }) {
    const checkedAt = context.clock.now();
    const found = await runtime().blobs.check(context.organizationId, sha256, paced(LOOK_LIMITS.bytesPerSecond));
    await recordFound(context, { looks: [{ sha256, found, checkedAt }] });
  },
});
