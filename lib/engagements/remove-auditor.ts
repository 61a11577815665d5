import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { deleteAuditor, findPeople, requireEngagement } from "./engagement.repository.ts";

/**
 * Takes an auditor off an engagement: its portal is closed to them with their next request. What they saw and did stays
 * in the audit trail; they remain a member, and can be added again.
 *
 * @throws AppError not_found
 */
export const removeAuditor = defineVerb({
  name: "engagements.remove_auditor",
  permission: "engagements.manage",
  effect: "write",
  input: z.strictObject({ engagementId: idInput, memberId: idInput }),
  async run({ tx, scope, context, input, audit, unchanged }) {
    const engagement = await requireEngagement(tx, scope, input.engagementId);
    if (!(await deleteAuditor(tx, context.organizationId, engagement.id, input.memberId))) {
      if (!(await findPeople(tx, context.organizationId, [input.memberId])).has(input.memberId)) throw notFound("member");
      return unchanged();
    }
    await audit({ action: "engagement.auditor_removed", subjectKind: "engagement", subjectId: engagement.id, changes: { auditor: input.memberId } });
  },
});
