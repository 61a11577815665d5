import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { insertRelease, newestInspection, newestRelease } from "./inspection.repository.ts";

const REASON_MAX = 2_000;

/**
 * Lets a file out in which the virus scanner found something: evidence of an incident may be just that. It can be downloaded from
 * then on, with its warning; it is never previewed.
 *
 * @throws AppError precondition_failed (not_held_back) when nothing was found in it
 */
export const releaseFile = defineVerb({
  name: "inspection.release_file",
  permission: "files.release",
  effect: "write",
  input: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/), reason: textInput(REASON_MAX).pipe(z.string().min(1, "Say why.")) }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<void> {
    const inspection = await newestInspection(tx, context.organizationId, input.sha256);
    if (inspection?.scanVerdict !== "infected") throw new AppError("precondition_failed", "not_held_back", "This file is not held back; nothing was changed.");
    if ((await newestRelease(tx, context.organizationId, input.sha256)) !== null) return unchanged();
    await insertRelease(tx, context.organizationId, { id: newId("frl", now.getTime()), sha256: input.sha256, reason: input.reason, releasedBy: actorId(context.actor), releasedAt: now });
    await audit({ action: "file.released", subjectKind: "file", subjectId: input.sha256, changes: { found: inspection.scanDetail, reason: input.reason } });
  },
});
