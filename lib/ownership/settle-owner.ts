import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findOpenPlaceholder, settlePlaceholder } from "#lib/people/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findOwningMember } from "./ownership.repository.ts";

/**
 * Says that somebody who was expected is a member already, under another address. What waited for them is theirs. An
 * invitation that its own address accepts does the same by itself.
 *
 * @throws AppError not_found for a placeholder or a member that is not there
 */
export const settleOwner = defineVerb({
  name: "ownership.settle",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ placeholderId: idInput, memberId: idInput }),
  async run({ tx, context: { organizationId }, input, now, audit }): Promise<{ requests: number }> {
    const placeholder = await findOpenPlaceholder(tx, organizationId, input.placeholderId);
    if (placeholder === null) throw notFound("person");
    const member = await findOwningMember(tx, organizationId, input.memberId);
    if (member === null) throw notFound("member");
    const requests = await settlePlaceholder(tx, organizationId, placeholder.id, member.id, now);
    await audit({ action: "placeholder_owner.settled", subjectKind: "member", subjectId: member.id, changes: { placeholder: placeholder.id, email: placeholder.email, requests } });
    return { requests };
  },
});
