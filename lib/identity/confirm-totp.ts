import { z } from "zod";
import { unwrapSecret } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { totpLabel } from "./check-code.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { confirmTotp as confirmRow, findTotp, hasSecondFactor } from "./factor.repository.ts";
import { settleNewFactor, type NewFactorAnswer } from "./settle-new-factor.ts";
import { codeInput } from "./sign-in-inputs.ts";
import { countAttempt } from "./sign-in.repository.ts";
import { THROTTLE_LIMITS } from "./sign-in-throttle.ts";
import { matchingStep } from "./totp.ts";

/**
 * Ends the set-up of an authenticator app by a code that it shows. From now on signing in asks for one. A first factor
 * ends the person's other sessions, which were begun without it, and brings recovery codes.
 *
 * @throws AppError precondition_failed (totp_not_begun), validation (code), limit_exceeded
 */
export const confirmTotp = defineGlobalVerb({
  name: "identity.confirm_totp",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ code: codeInput }),
  async run({ context, caller, database, input, now }): Promise<NewFactorAnswer> {
    const { userId } = caller;
    const { masterKey } = runtime();
    const tried = await countAttempt(database, `confirm-totp:${userId}`, now);
    if (tried > THROTTLE_LIMITS.account) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
    const factor = await findTotp(database, userId);
    if (factor === null || factor.confirmedAt !== null) throw new AppError("precondition_failed", "totp_not_begun", "Begin the set-up again.");
    const step = matchingStep(unwrapSecret(masterKey, totpLabel(userId), factor.wrappedSecret), input.code.replace(/\s/g, ""), now, 0);
    if (step === null) {
      const message = "This code is not right. Wait for the next one; the clock of your phone must be right.";
      throw new AppError("validation", "code_wrong", "The app was not added.", [{ path: "code", message }]);
    }
    return database.$transaction(async (tx) => {
      const first = !(await hasSecondFactor(tx, userId));
      if (!(await confirmRow(tx, userId, factor, step, now))) throw new AppError("conflict", "totp_begun_again", "The set-up was begun again elsewhere. Begin it once more here.");
      return settleNewFactor(tx, { context, caller, first, change: "totp_added" });
    });
  },
});
