import { z } from "zod";
import { notFound } from "#lib/platform/errors.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { deleteTotp, hasSecondFactor, replaceRecoveryCodes } from "./factor.repository.ts";
import { recordInTransaction } from "./person-trail.ts";
import { proofInput, provePresence } from "./prove-presence.ts";

/**
 * Takes the authenticator app away. With the last factor go the recovery codes: they stand in for one.
 *
 * @throws AppError validation (proof), not_found
 */
export const removeTotp = defineGlobalVerb({
  name: "identity.remove_totp",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ proof: proofInput }),
  async run({ context, caller, database, input, now }): Promise<void> {
    const { userId, sessionId } = caller;
    await provePresence(database, userId, input.proof, now);
    await database.$transaction(async (tx) => {
      if (!(await deleteTotp(tx, userId))) throw notFound("authenticator app");
      if (!(await hasSecondFactor(tx, userId))) await replaceRecoveryCodes(tx, userId, [], now);
      await recordInTransaction(tx, { context, userId, sessionId, change: "totp_removed" });
    });
  },
});
