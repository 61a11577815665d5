import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
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
  async run({ tx, context, input, audit, unchanged }): Promise<{ ownerName: string | null }> {
    const { organizationId } = context;
    const request = await findRequest(tx, organizationId, input.requestId);
    if (request === null) throw notFound("evidence request");
    const owner = input.ownerMemberId === null ? null : await findOwnable(tx, organizationId, input.ownerMemberId);
    if (input.ownerMemberId !== null && owner === null) throw notFound("person");
    if (request.ownerMemberId === input.ownerMemberId && request.ownerPlaceholderId === null) unchanged();
    else {
      await writeOwner(tx, organizationId, request.id, input.ownerMemberId);
      await audit({ action: "evidence_request.assigned", subjectKind: "evidence_request", subjectId: request.id, changes: { before: request.ownerMemberId ?? request.ownerPlaceholderId, after: input.ownerMemberId } });
    }
    return { ownerName: owner?.name ?? null };
  },
});
