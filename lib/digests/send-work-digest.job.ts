import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { deliverMail, sendWorkDigestKind } from "#lib/notifications/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { claimWorkDigest } from "./claim-work-digest.ts";

/** Sends one digest of My work, unless another worker has it or its person owes nothing. */
export const sendWorkDigestJob = defineJob({
  kind: sendWorkDigestKind.kind,
  actor: "system",
  payload: z.strictObject({ mailId: idInput }),
  run: (context, { mailId }) => deliverMail(context, mailId, claimWorkDigest),
});
