import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { enqueueNext } from "./advance-scan.ts";
import { failScan as markFailed, findScan } from "./scan.repository.ts";

/** Ends a scan whose last attempt failed, and puts the next segment of the source in line. What was read stays. */
export const failScan = defineVerb({
  name: "logs.fail_scan",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ segmentId: idInput, reason: z.string().max(1000) }),
  async run({ tx, context, input, now, audit, unchanged, enqueue }) {
    const { organizationId } = context;
    const found = await findScan(tx, organizationId, input.segmentId);
    if (found === null) throw notFound("log segment");
    if (!(await markFailed(tx, organizationId, input.segmentId, input.reason, now))) return unchanged();
    await audit({ action: "log_segment.scan_failed", subjectKind: "log_segment", subjectId: input.segmentId });
    await enqueueNext({ tx, context, enqueue }, found.sourceId);
  },
});
