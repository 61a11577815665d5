import { runtime } from "#lib/platform/runtime.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { GlobalContext } from "./define-global-verb.ts";
import { countRecoveryCodes, replaceRecoveryCodes } from "./factor.repository.ts";
import { endSessionsBut } from "./identity.repository.ts";
import { recordInTransaction } from "./person-trail.ts";
import { newRecoveryCodes, recoveryCodeHash } from "./recovery-codes.ts";
import type { FactorChange } from "./sign-in.repository.ts";

/** Recovery codes, to be shown this once; null when the person has some already. */
export type NewFactorAnswer = { recoveryCodes: string[] | null };

type NewFactor = { context: GlobalContext; caller: { userId: string; sessionId: string }; /** It is the only one. */ first: boolean; change: FactorChange; detail?: { [field: string]: string } };

/** What goes with any new factor: recovery codes where there are none; for a first one the end of sessions begun without it; the trail. */
export async function settleNewFactor(tx: Prisma.TransactionClient, { context, caller, first, change, detail = {} }: NewFactor): Promise<NewFactorAnswer> {
  const { userId } = caller;
  const now = context.clock.now();
  const codes = (await countRecoveryCodes(tx, userId)) > 0 ? null : newRecoveryCodes();
  if (codes !== null) await replaceRecoveryCodes(tx, userId, codes.map((code) => recoveryCodeHash(runtime().secret, userId, code)), now);
  if (first) await endSessionsBut(tx, caller, now);
  await recordInTransaction(tx, { context, ...caller, change, detail });
  return { recoveryCodes: codes };
}
