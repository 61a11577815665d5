import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { frameworkKeyInput } from "./adopt-framework.ts";
import { adoptionsAt, insertAdoptions, lockAdoptions } from "./adoption.repository.ts";
import { contentHashes } from "./frameworks.repository.ts";

/**
 * Leaves an edition: its gaps are counted no longer. Nothing is taken away: mappings into it stay and are marked, what was
 * recorded while it was adopted can be read as of then.
 *
 * @throws AppError not_found; precondition_failed for an edition that is not adopted
 */
export const leaveFramework = defineVerb({
  name: "frameworks.leave",
  permission: "frameworks.manage",
  effect: "write",
  input: z.strictObject({ key: frameworkKeyInput, reason: textInput(500).min(1, "Say why, for whoever looks back.") }),
  async run({ tx, context, input, now, audit }): Promise<void> {
    const contentHash = (await contentHashes(tx)).get(input.key);
    if (contentHash === undefined) throw notFound("framework");
    await lockAdoptions(tx, context.organizationId);
    const before = (await adoptionsAt(tx, context.organizationId)).get(input.key);
    if (before?.state !== "adopted") throw new AppError("precondition_failed", "not_adopted", "This edition is not adopted; nothing was changed.");
    await insertAdoptions(tx, context.organizationId, [{ id: newId("fad", now.getTime()), frameworkKey: input.key, number: before.number + 1, state: "left", contentHash, reason: input.reason, recordedAt: now, recordedBy: actorId(context.actor) }]);
    await audit({ action: "framework.left", subjectKind: "framework", subjectId: input.key, changes: { reason: input.reason, adopted_at: before.recordedAt.toISOString() } });
  },
});
