import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { beginVisit, findVisit } from "./engagement.repository.ts";
import { VISIT_MS } from "./limits.ts";
import { requireViewed, VIEWED_KINDS } from "./require-viewed.ts";

/**
 * Notes that an auditor looked at something: views are part of the audit trail. The first view in {@link VISIT_MS} begins a
 * visit, and the start of the one before it becomes the time since which things are new.
 *
 * @throws AppError forbidden for anybody but an auditor of an open engagement; not_found for a record that they cannot see
 */
export const noteVisit = defineVerb({
  name: "engagements.note_visit",
  permission: "engagement.visit",
  effect: "write",
  rate: "none",
  whileLeaving: true,
  input: z.strictObject({ viewed: z.enum(VIEWED_KINDS), subjectId: idInput.optional() }),
  async run({ tx, scope, context, input, now, audit }): Promise<{ lastVisitAt: Date | null }> {
    const { actor, organizationId } = context;
    if (scope.engagement === null || actor.kind !== "member") throw new AppError("forbidden", "no_engagement", "Only an auditor visits an engagement.");
    const engagementId = scope.engagement.id;
    if (input.subjectId !== undefined) await requireViewed(tx, scope, input.viewed, input.subjectId);
    const before = await findVisit(tx, organizationId, engagementId, actor.memberId);
    if (before === null) throw new AppError("forbidden", "no_engagement", "You have no open engagement here.");
    const over = before.thisVisitAt === null || now.getTime() - before.thisVisitAt.getTime() >= VISIT_MS;
    const begun = over && (await beginVisit(tx, organizationId, engagementId, actor.memberId, before, now));
    await audit({
      action: begun ? "engagement.visit_began" : "engagement.viewed",
      subjectKind: input.subjectId === undefined ? "engagement" : input.viewed === "evidence_file" ? "evidence" : input.viewed,
      subjectId: input.subjectId ?? engagementId,
      changes: { viewed: input.viewed, engagement: engagementId },
    });
    return { lastVisitAt: begun ? before.thisVisitAt : before.lastVisitAt };
  },
});
