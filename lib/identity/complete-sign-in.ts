import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { checkCode } from "./check-code.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { countPendingAttempt, findPending, removePending } from "./pending-sign-in.repository.ts";
import { passwordMark, PENDING_ATTEMPTS_MAX, pendingTokenHash, providerOf, pendingTokenInput } from "./pending-sign-in.ts";
import { recordForPerson } from "./person-trail.ts";
import { refuseTooMany } from "./refuse-too-many.ts";
import { addressInput, codeInput, userAgentInput } from "./sign-in-inputs.ts";
import { addressIsKnown, forgiveAttempt, insertSignInEvent, startSession } from "./sign-in.repository.ts";
import { secondStepSubjects, throttleSubjects } from "./sign-in-throttle.ts";

/**
 * The second step of a sign-in: a code of the authenticator app, or a recovery code. Only now a session begins.
 * A pending sign-in takes a few codes and one success; a password that changed meanwhile has ended it.
 *
 * @throws AppError unauthorized (pending_ended: begin again; code_wrong: try again), limit_exceeded (sign_in_throttled)
 */
export const completeSignIn = defineGlobalVerb({
  name: "identity.complete_sign_in",
  access: "anyone",
  effect: "write",
  input: z.strictObject({ pendingToken: pendingTokenInput, code: codeInput, address: addressInput, userAgent: userAgentInput }),
  async run({ context, database, input, now }): Promise<{ sessionId: string; userId: string }> {
    const { secret } = runtime();
    const tokenHash = pendingTokenHash(input.pendingToken);
    const pending = await findPending(database, tokenHash, now);
    if (pending === null || pending.user.disabledAt !== null || passwordMark(pending.user.passwordHash) !== pending.passwordMark) throw ended();
    const { id: userId, email } = pending.user;
    const trailHash = throttleSubjects(secret, email, input.address).pair;
    const subjects = secondStepSubjects(secret, userId, input.address);
    const addressKnown = await addressIsKnown(database, userId, trailHash, now);
    await refuseTooMany({ database, subjects, trailHash, userId, addressKnown, now });
    const attempts = await countPendingAttempt(database, tokenHash);
    if (attempts === 0 || attempts > PENDING_ATTEMPTS_MAX) throw ended();
    const kind = await checkCode(database, userId, input.code, now);
    if (kind === null) {
      await insertSignInEvent(database, { at: now, userId, subjectHash: trailHash, outcome: "second_step_failed", sessionId: null });
      if (attempts === PENDING_ATTEMPTS_MAX) await removePending(database, tokenHash);
      throw new AppError("unauthorized", "code_wrong", "This code is not right, or was used before.");
    }
    if (!(await removePending(database, tokenHash))) throw ended();
    await forgiveAttempt(database, addressKnown ? subjects.pair : subjects.account, subjects.address);
    const sessionId = newId("ses", now.getTime());
    await startSession(database, { id: sessionId, userId, userAgent: input.userAgent, now, provider: providerOf(pending) }, trailHash, context.caller);
    if (kind === "recovery_code") await recordForPerson(database, { context, userId, sessionId, change: "recovery_code_used" });
    return { sessionId, userId };
  },
});

function ended(): AppError {
  return new AppError("unauthorized", "pending_ended", "This sign-in has ended. Begin again.");
}
