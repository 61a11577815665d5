import { z } from "zod";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { findPending } from "./pending-sign-in.repository.ts";
import { passwordMark, PENDING_ATTEMPTS_MAX, pendingTokenHash, pendingTokenInput } from "./pending-sign-in.ts";

/** Whose sign-in is to be completed, so that a person sees which of their accounts it is; null when it has ended. */
export const readPendingSignIn = defineGlobalVerb({
  name: "identity.read_pending_sign_in",
  access: "anyone",
  effect: "read",
  input: z.strictObject({ pendingToken: pendingTokenInput }),
  async run({ database, input, now }): Promise<{ email: string } | null> {
    const pending = await findPending(database, pendingTokenHash(input.pendingToken), now);
    if (pending === null || pending.user.disabledAt !== null || pending.failures >= PENDING_ATTEMPTS_MAX) return null;
    return passwordMark(pending.user.passwordHash) === pending.passwordMark ? { email: pending.user.email } : null;
  },
});
