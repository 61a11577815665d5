import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { proofInput, requirePresence } from "#lib/identity/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { lockOrganization } from "./deletion.repository.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { makeExportKind } from "./make-export.kind.ts";
import { countReadyExports, findUnfinishedExport, insertExport } from "./organization-export.repository.ts";

/**
 * Asks for an export of everything that the organization has. While one is being made, asking again answers that one.
 *
 * @throws AppError validation (proof_refused); limit_exceeded while too many can still be downloaded
 */
export const requestExport = defineVerb({
  name: "leaving.request_export",
  permission: "data.export",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ proof: proofInput }),
  prepare: ({ proof }, context) => requirePresence(context, proof),
  async run({ tx, context, now, audit, unchanged, enqueue }): Promise<{ id: string }> {
    // Two who ask at once: the second waits here, and is answered the first one's.
    await lockOrganization(tx, context.organizationId);
    const unfinished = await findUnfinishedExport(tx);
    if (unfinished !== null) {
      unchanged();
      return { id: unfinished.id };
    }
    if ((await countReadyExports(tx)) >= LEAVING_LIMITS.exportsKept) {
      throw new AppError("limit_exceeded", "exports_kept", `${LEAVING_LIMITS.exportsKept} exports can still be downloaded. Remove one, or wait until it expires.`);
    }
    const id = newId("exp", now.getTime());
    const requestedBy = actorId(context.actor);
    await insertExport(tx, { organizationId: context.organizationId, id, requestedBy, requestedByName: context.actor.name, requestedAt: now });
    await appendPendingEntry(tx, context, { kind: "export.requested", subjectId: id, record: { by: requestedBy } });
    await audit({ action: "export.requested", subjectKind: "export", subjectId: id, changes: {} });
    await enqueue(makeExportKind, { exportId: id }, id);
    return { id };
  },
});
