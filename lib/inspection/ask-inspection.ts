import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { inspectFileKind } from "./inspect-file.kind.ts";
import { lengthOf } from "./inspection.repository.ts";

/** Has a file looked into again: it was sent before that was done, or a scanner was set up since. */
export const askInspection = defineVerb({
  name: "inspection.ask",
  permission: "evidence.review",
  effect: "write",
  input: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  async run({ tx, context, input, audit, enqueue }): Promise<void> {
    if ((await lengthOf(tx, context.organizationId, input.sha256)) === null) throw notFound("file");
    await enqueue(inspectFileKind, { sha256: input.sha256 }, input.sha256);
    await audit({ action: "file.inspection_asked", subjectKind: "file", subjectId: input.sha256, changes: {} });
  },
});
