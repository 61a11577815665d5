import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { failScan, scanSegmentKind } from "#lib/logs/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { scanSegment } from "./scan-segment.ts";

/** Reads a recorded segment. When an earlier segment of the source comes first, that one's end starts this again. */
export const scanSegmentJob = defineJob({
  kind: scanSegmentKind.kind,
  actor: "system",
  payload: z.strictObject({ segmentId: idInput }),
  async run(context, payload, progress) {
    await scanSegment(context, payload, progress);
  },
  async onFailed(context, payload, reason) {
    await failScan(context, { segmentId: payload.segmentId, reason: reason.slice(0, 1000) });
  },
});
