import { z } from "zod";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { findTotp } from "./factor.repository.ts";
import { findPending } from "./pending-sign-in.repository.ts";
import { passwordMark, PENDING_ATTEMPTS_MAX, pendingTokenHash, pendingTokenInput } from "./pending-sign-in.ts";

/** `hasApp`: whether a code of an app can be asked for; else it is a passkey, or a recovery code. */
export type PendingSignIn = { email: string; hasApp: boolean };

/** Whose sign-in is to be completed, so that a person sees which of their accounts it is; null when it has ended. */
export const readPendingSignIn = defineGlobalVerb({
  name: "identity.read_pending_sign_in",
  access: "anyone",
  effect: "read",
  input: z.strictObject({ pendingToken: pendingTokenInput }),
  async run({ database, input, now }): Promise<PendingSignIn | null> {
    const pending = await findPending(database, pendingTokenHash(input.pendingToken), now);
    if (pending === null || pending.user.disabledAt !== null || pending.failures >= PENDING_ATTEMPTS_MAX) return null;
    if (passwordMark(pending.user.passwordHash) !== pending.passwordMark) return null;
    const totp = await findTotp(database, pending.userId);
    return { email: pending.user.email, hasApp: totp !== null && totp.confirmedAt !== null };
  },
});
