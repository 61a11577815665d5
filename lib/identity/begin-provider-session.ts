import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { hasSecondFactor } from "./factor.repository.ts";
import { insertPending, removeExpiredPending } from "./pending-sign-in.repository.ts";
import { newPendingToken, passwordMark, PENDING_SIGN_IN_MS } from "./pending-sign-in.ts";
import type { SignInAnswer } from "./sign-in.ts";
import { findAccountById, insertSignInEvent, startSessionIn } from "./sign-in.repository.ts";
import { throttleSubjects } from "./sign-in-throttle.ts";

export type ProviderSession = {
  userId: string;
  organizationId: string;
  /** Whether the provider says that a second factor was shown. */
  secondFactor: boolean;
  address: string;
  userAgent: string;
  /** The session that this browser had before: it ends. */
  replaced: { userId: string; sessionId: string } | null;
  now: Date;
};

export type ProviderSessionAnswer = SignInAnswer | { outcome: "disabled" };

/**
 * Begins the session of a person whom their organization's provider has shown to be who they are. Always a new one, so
 * that nobody can plant its id. Who has a second factor of their own, and was asked for none by the provider, gets no
 * session yet: complete-sign-in.ts and sign-in-with-passkey.ts go on from here.
 */
export async function beginProviderSession(tx: TenantTransaction, session: ProviderSession): Promise<ProviderSessionAnswer> {
  const { userId, organizationId, secondFactor, now } = session;
  const account = await findAccountById(tx, userId);
  if (account.disabledAt !== null) return { outcome: "disabled" };
  const subjectHash = throttleSubjects(runtime().secret, account.email, session.address).pair;
  if (!secondFactor && (await hasSecondFactor(tx, userId))) {
    const { token, tokenHash } = newPendingToken();
    const expiresAt = new Date(now.getTime() + PENDING_SIGN_IN_MS);
    await removeExpiredPending(tx, now);
    await insertPending(tx, { tokenHash, userId, passwordMark: passwordMark(account.passwordHash), failures: 0, expiresAt, organizationId });
    await insertSignInEvent(tx, { at: now, userId, subjectHash, outcome: "second_step_due", sessionId: null });
    return { outcome: "second_step_due", pendingToken: token, expiresAt };
  }
  const sessionId = newId("ses", now.getTime());
  await startSessionIn(tx, { id: sessionId, userId, userAgent: session.userAgent, now, provider: { organizationId, secondFactor } }, subjectHash, session.replaced);
  return { outcome: "signed_in", sessionId, userId };
}
