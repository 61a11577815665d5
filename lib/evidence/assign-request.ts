import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notify, settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findOwnable, findRequest, writeOwner } from "./request-owner.repository.ts";

/**
 * Names the person who sees to an evidence request, or nobody.
 *
 * @throws AppError not_found for a request or a person that is not there; auditors and employees own no request
 */
export const assignRequest = defineVerb({
  name: "evidence_requests.assign",
  permission: "evidence_requests.assign",
  effect: "write",
  input: z.strictObject({ requestId: idInput, ownerMemberId: idInput.nullable() }),
  async run(args): Promise<{ ownerName: string | null }> {
    const { tx, context, input, now, audit, unchanged } = args;
    const { organizationId } = context;
    const request = await findRequest(tx, organizationId, input.requestId);
    if (request === null) throw notFound("evidence request");
    const owner = input.ownerMemberId === null ? null : await findOwnable(tx, organizationId, input.ownerMemberId);
    if (input.ownerMemberId !== null && owner === null) throw notFound("person");
    if (request.ownerMemberId === input.ownerMemberId && request.ownerPlaceholderId === null) unchanged();
    else {
      await writeOwner(tx, organizationId, request.id, input.ownerMemberId, { revisedAt: now, revisedBy: actorId(context.actor) });
      await audit({ action: "evidence_request.assigned", subjectKind: "evidence_request", subjectId: request.id, changes: { before: request.ownerMemberId ?? request.ownerPlaceholderId, after: input.ownerMemberId } });
      if (request.ownerMemberId !== null) await settleNotifications(args, { kinds: ["evidence_assigned", "evidence_due", "evidence_overdue"], subjectIds: [request.id] });
      if (owner !== null) {
        await notify(args, {
          kind: "evidence_assigned", to: [owner.id], cause: `evidence_assigned:${request.id}:${now.toISOString()}`, subject: { kind: "evidence_request", id: request.id },
          facts: { code: request.control.code, title: request.title, by: context.actor.name },
        });
      }
    }
    return { ownerName: owner?.name ?? null };
  },
});
