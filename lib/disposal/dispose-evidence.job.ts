import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { destroyContent, noteBytesRemoved } from "./destroy-content.ts";
import { disposeEvidenceKind } from "./dispose-evidence.kind.ts";

/**
 * Destroys what an evidence holds: first the key, in the transaction that records it; then the bytes, which nobody can open by
 * then. Cut off anywhere, the next run finds what is left to do, and nothing is recorded twice.
 */
export const disposeEvidenceJob = defineJob({
  kind: disposeEvidenceKind.kind,
  actor: "system",
  payload: z.strictObject({ dispositionId: idInput }),
  async run(context, { dispositionId }) {
    const left = await destroyContent(context, { dispositionId });
    if (left === null) return;
    for (const sha256 of left.sha256s) await runtime().blobs.shred(context.organizationId, sha256);
    await noteBytesRemoved(context, { dispositionId });
  },
});
