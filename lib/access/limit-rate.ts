import type { Context } from "#lib/platform/context.ts";
import { keyedHash } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { countOne } from "./rate-counter.repository.ts";
import { RATES, type RateName } from "./rates.ts";

/**
 * Counts an act of a person or of an API key, before any work is done for it, and outside of its transaction: a refused act counts too, and
 * two acts of one person do not wait for each other. Web servers alone count; the worker and the console act for nobody
 * who could run away.
 *
 * @throws AppError limit_exceeded, with the seconds until it would be let through
 */
export async function limitRate({ actor, clock }: Context, name: RateName): Promise<void> {
  const { database, secret, limitsRates } = runtime();
  if (!limitsRates || actor.kind === "system") return;
  const now = clock.now();
  const { most, seconds } = RATES[name];
  const { count, windowStartAt } = await countOne(database, keyedHash(secret, `rate-${name}`, actor.kind === "member" ? actor.userId : actor.keyId), now, seconds);
  if (count > most) throw tooOften(name, Math.max(1, Math.ceil((windowStartAt.getTime() + seconds * 1000 - now.getTime()) / 1000)));
}

/** The refusal of what is done too often. */
export function tooOften(name: RateName, retryAfterSeconds: number): AppError {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const wait = retryAfterSeconds < 60 ? `${retryAfterSeconds} seconds` : minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new AppError("limit_exceeded", RATES[name].reason, `You ${RATES[name].done}, which is the most. Wait ${wait}, then try again.`, [], { retryAfterSeconds });
}
