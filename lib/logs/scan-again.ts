import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { scanSegmentKind } from "./scan-segment.kind.ts";
import { findScan, requeueScan } from "./scan.repository.ts";

/** Puts a segment whose reading failed in line again; it goes on where it stopped. */
export const scanAgain = defineVerb({
  name: "logs.scan_again",
  permission: "logs.import",
  effect: "write",
  input: z.strictObject({ segmentId: idInput }),
  async run({ tx, context, input, now, audit, unchanged, enqueue }) {
    const { organizationId } = context;
    if ((await findScan(tx, organizationId, input.segmentId)) === null) throw notFound("log segment");
    if (!(await requeueScan(tx, organizationId, input.segmentId, now))) return unchanged();
    await audit({ action: "log_segment.scan_requested", subjectKind: "log_segment", subjectId: input.segmentId });
    await enqueue(scanSegmentKind, { segmentId: input.segmentId }, input.segmentId);
  },
});
