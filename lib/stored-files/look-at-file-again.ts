import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { lookAtFileKind } from "./look-at-file.kind.ts";
import { isStored } from "./look.repository.ts";

/** Has one file read again where it is stored, now: it was put back, or somebody doubts it. @throws AppError not_found */
export const lookAtFileAgain = defineVerb({
  name: "stored_files.look_again",
  permission: "evidence.review",
  effect: "write",
  input: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  async run({ tx, context, input: { sha256 }, audit, enqueue }): Promise<void> {
    if (!(await isStored(tx, context.organizationId, sha256))) throw notFound("file");
    await enqueue(lookAtFileKind, { sha256 }, sha256);
    await audit({ action: "file.look_asked", subjectKind: "file", subjectId: sha256, changes: {} });
  },
});
