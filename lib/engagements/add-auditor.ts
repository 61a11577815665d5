import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { insertAuditor, requireEngagement, requireMember } from "./engagement.repository.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

/**
 * Lets an auditor into an engagement. Only a member whose role is auditor: everyone else sees more than its scope anyway.
 *
 * @throws AppError not_found; precondition_failed when the member is no auditor; limit_exceeded
 */
export const addAuditor = defineVerb({
  name: "engagements.add_auditor",
  permission: "engagements.manage",
  effect: "write",
  input: z.strictObject({ engagementId: idInput, memberId: idInput }),
  async run(args) {
    const { tx, scope, context, input, audit, unchanged } = args;
    const engagement = await requireEngagement(tx, scope, input.engagementId);
    const member = await requireMember(tx, context.organizationId, input.memberId);
    if (member.role !== "auditor") {
      throw new AppError("precondition_failed", "member_is_no_auditor", `${member.name} does not have the role auditor, so an engagement would not limit what they see.`);
    }
    if (engagement.auditors.length >= ENGAGEMENT_LIMITS.auditors) {
      throw new AppError("limit_exceeded", "engagement_auditors", `An engagement has at most ${ENGAGEMENT_LIMITS.auditors} auditors.`);
    }
    if (!(await insertAuditor(tx, context.organizationId, engagement.id, member.id))) return unchanged();
    await audit({ action: "engagement.auditor_added", subjectKind: "engagement", subjectId: engagement.id, changes: { auditor: member.id } });
    await notify(args, {
      kind: "engagement_opened", to: [member.id], cause: `engagement_opened:${engagement.id}`, subject: { kind: "engagement", id: engagement.id },
      facts: { title: engagement.name, by: context.actor.name }, engagementId: engagement.id,
    });
  },
});
