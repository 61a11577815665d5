import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findPersonByEmail } from "./create-user.ts";
import { recordForOperator } from "./person-trail.ts";
import { takeOffFactors, type FactorsTakenOff } from "./take-off-factors.ts";

/**
 * Takes the lost second factors off an account, with a row in the audit trail of every organization of the person. No
 * verb: the operator of the installation acts, who is nobody in its organizations.
 *
 * @throws AppError validation when it is no address; not_found; precondition_failed (no_second_factor)
 */
export async function removeSecondFactor(email: string): Promise<FactorsTakenOff> {
  const { database, clock } = runtime();
  const now = clock.now();
  const person = await findPersonByEmail(database, email);
  const requestId = newId("req", now.getTime());
  return database.$transaction(async (tx) => {
    const taken = await takeOffFactors(tx, { userId: person.id, email: person.email }, now);
    if (taken === null) throw new AppError("precondition_failed", "no_second_factor", `${person.email} has no second factor.`);
    await recordForOperator(tx, person.id, { requestId, clock }, { action: "member.second_factor_removed", changes: taken });
    return taken;
  });
}
