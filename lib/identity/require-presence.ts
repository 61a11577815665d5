import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { provePresence } from "./prove-presence.ts";

/**
 * Makes sure that the member themselves asks: what takes something away, or gives it away, is not done by an open window.
 *
 * @throws AppError validation with the field `proof`; limit_exceeded after too many wrong ones; forbidden for whoever is no person
 */
export async function requirePresence({ actor, clock }: Context, proof: string): Promise<void> {
  if (actor.kind !== "member") throw new AppError("forbidden", "person_only", "Only a person who is signed in can ask for this.");
  await provePresence(runtime().database, actor.userId, proof, clock.now());
}
