import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { hasSecondFactor, replaceRecoveryCodes } from "./factor.repository.ts";
import { recordInTransaction } from "./person-trail.ts";
import { proofInput, provePresence } from "./prove-presence.ts";
import { newRecoveryCodes, recoveryCodeHash } from "./recovery-codes.ts";

/**
 * Makes new recovery codes; the earlier ones are worth nothing from now on.
 *
 * @returns the codes, to be shown this once
 * @throws AppError validation (proof), precondition_failed (no_second_factor)
 */
export const renewRecoveryCodes = defineGlobalVerb({
  name: "identity.renew_recovery_codes",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ proof: proofInput }),
  async run({ context, caller, database, input, now }): Promise<{ recoveryCodes: string[] }> {
    const { userId, sessionId } = caller;
    await provePresence(database, userId, input.proof, now);
    const codes = newRecoveryCodes();
    await database.$transaction(async (tx) => {
      if (!(await hasSecondFactor(tx, userId))) throw new AppError("precondition_failed", "no_second_factor", "Recovery codes stand in for a second factor. Set one up first.");
      await replaceRecoveryCodes(tx, userId, codes.map((code) => recoveryCodeHash(runtime().secret, userId, code)), now);
      await recordInTransaction(tx, { context, userId, sessionId, change: "recovery_codes_renewed" });
    });
    return { recoveryCodes: codes };
  },
});
