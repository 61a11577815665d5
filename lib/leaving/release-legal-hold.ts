import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { insertHoldRelease, requireHold } from "#lib/holds/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { findAdministrators, lockOrganization } from "./deletion.repository.ts";
import { reasonInput } from "./place-legal-hold.ts";

/**
 * Ends a legal hold. Whoever placed it leaves that to another administrator, where there is one.
 *
 * @throws AppError forbidden (hold_of_ones_own); not_found
 */
export const releaseLegalHold = defineVerb({
  name: "leaving.release_legal_hold",
  permission: "data.hold",
  effect: "write",
  input: z.strictObject({ holdId: idInput, reason: reasonInput }),
  async run({ tx, context, input: { holdId, reason }, now, audit, unchanged }): Promise<void> {
    const { organizationId, actor } = context;
    await lockOrganization(tx, organizationId);
    const hold = await requireHold(tx, organizationId, holdId);
    if (hold.release !== null) return unchanged();
    const by = actorId(actor);
    if (hold.placedBy === by && (await findAdministrators(tx)).some(({ id }) => id !== by)) {
      throw new AppError("forbidden", "hold_of_ones_own", "You placed this hold, so another administrator has to release it.");
    }
    await insertHoldRelease(tx, { organizationId, holdId, reason, releasedBy: by, releasedByName: actor.name, releasedAt: now });
    await appendPendingEntry(tx, context, { kind: "legal_hold.released", subjectId: holdId, record: { by } });
    await audit({ action: "legal_hold.released", subjectKind: "legal_hold", subjectId: holdId, changes: { reason } });
  },
});
