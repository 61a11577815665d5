import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { hasSecondFactor, replaceRecoveryCodes } from "./factor.repository.ts";
import { deletePasskey } from "./passkey.repository.ts";
import { recordInTransaction } from "./person-trail.ts";
import { proofInput, provePresence } from "./prove-presence.ts";

/**
 * Takes one of the caller's own passkeys away. With the last factor go the recovery codes.
 *
 * @throws AppError validation (proof), not_found for another person's
 */
export const removePasskey = defineGlobalVerb({
  name: "identity.remove_passkey",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ passkeyId: idInput, proof: proofInput }),
  async run({ context, caller, database, input, now }): Promise<void> {
    const { userId } = caller;
    await provePresence(database, userId, input.proof, now);
    await database.$transaction(async (tx) => {
      const name = await deletePasskey(tx, userId, input.passkeyId);
      if (name === null) throw notFound("passkey");
      if (!(await hasSecondFactor(tx, userId))) await replaceRecoveryCodes(tx, userId, [], now);
      await recordInTransaction(tx, { context, ...caller, change: "passkey_removed", detail: { name } });
    });
  },
});
