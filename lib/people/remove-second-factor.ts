import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { belongsElsewhere, findUserById, proofInput, requirePresence, takeOffFactors } from "#lib/identity/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findMember } from "./member.repository.ts";

/**
 * Takes the lost second factors off a member's account: they sign in with their password until they set up another one.
 * An account that opens other organizations too is not one organization's to weaken: there the operator acts.
 *
 * @throws AppError validation (proof_refused), not_found, precondition_failed (own_factor, belongs_elsewhere)
 */
export const removeSecondFactor = defineVerb({
  name: "people.remove_second_factor",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ memberId: idInput, proof: proofInput }),
  prepare: ({ proof }, context) => requirePresence(context, proof),
  async run({ tx, context: { organizationId, actor }, input, now, audit, unchanged }): Promise<void> {
    const member = await findMember(tx, organizationId, input.memberId);
    const account = member === null || member.removedAt !== null ? null : await findUserById(tx, member.userId);
    if (account === null) throw notFound("member");
    if (actor.kind === "member" && actor.userId === account.id) throw new AppError("precondition_failed", "own_factor", "Your own factors are changed under your name.");
    if (await belongsElsewhere(tx, account.id, organizationId)) {
      throw new AppError("precondition_failed", "belongs_elsewhere", "This account opens another organization too, so no organization alone can take its second factor off. Ask the operator of this installation.");
    }
    const taken = await takeOffFactors(tx, { userId: account.id, email: account.email }, now);
    if (taken === null) return unchanged();
    await audit({ action: "member.second_factor_removed", subjectKind: "member", subjectId: input.memberId, changes: taken });
  },
});
