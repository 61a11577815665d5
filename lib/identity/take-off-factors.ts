import type { Prisma } from "#prisma/generated/client.ts";
import { NOTICE_LIFE_MS } from "./account-mail.ts";
import { putAccountMail } from "./account-mail.repository.ts";
import { deleteEveryFactor, type FactorsTaken } from "./factor.repository.ts";
import { endSessionsOf } from "./identity.repository.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

export type FactorsTakenOff = FactorsTaken & { sessions: number };

/**
 * Takes every second factor off an account whose owner lost it: app, passkeys and the recovery codes that stand in for
 * them. Their sessions end and a mail tells them, all with the act itself. Who may ask is for the caller to decide.
 *
 * @returns what went; null when there was no factor
 */
export async function takeOffFactors(tx: Prisma.TransactionClient, person: { userId: string; email: string }, now: Date): Promise<FactorsTakenOff | null> {
  const { userId, email } = person;
  const taken = await deleteEveryFactor(tx, userId);
  if (taken === null) return null;
  const ended = await endSessionsOf(tx, userId, now);
  for (const session of ended) await insertSignInEvent(tx, { at: now, subjectHash: "", outcome: "revoked", ...session });
  await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: "second_factor_removed", sessionId: null });
  await putAccountMail(tx, { kind: "second_factor_removed", userId, address: email, due: true, expiresAt: new Date(now.getTime() + NOTICE_LIFE_MS) }, now);
  return { ...taken, sessions: ended.length };
}
