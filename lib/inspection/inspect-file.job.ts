import { z } from "zod";
import { defineJob } from "#lib/platform/job.ts";
import { readWatched } from "#lib/stored-files/index.ts";
import { inspectFileKind } from "./inspect-file.kind.ts";
import { lookInto } from "./look-into.ts";
import { measureFile } from "./record-inspection.ts";

/**
 * Looks into a file that was sent and asks the virus scanner about it. What cannot be read because it is missing or was altered
 * where it lies fails the job: nothing is said of bytes that are not the ones that were sent.
 */
export const inspectFileJob = defineJob({
  kind: inspectFileKind.kind,
  actor: "system",
  payload: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  async run(context, { sha256 }, progress) {
    const byteLength = await measureFile(context, { sha256 });
    await lookInto(context, { sha256, inside: null, byteLength, readFrom: (from) => readWatched(context, sha256, from) }, progress);
  },
});
