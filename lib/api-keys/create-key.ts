import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { proofInput, requirePresence } from "#lib/identity/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { countLiving, insertKey, lockKeys } from "./api-key.repository.ts";
import { newKeyToken } from "./key-token.ts";
import { API_KEY_LIMITS } from "./limits.ts";
import { API_SCOPES, scopesAmong } from "./scopes.ts";

const DAY_MS = 86_400_000;

/**
 * Makes a key. Its text is in the answer, this once: what is kept tells nobody what it is. It outlives the session that
 * made it, so an open window does not make one.
 *
 * @throws AppError validation (proof_refused); limit_exceeded (too_many_keys)
 */
export const createKey = defineVerb({
  name: "api_keys.create",
  permission: "api_keys.manage",
  effect: "write",
  input: z.strictObject({
    name: lineInput(80),
    scopes: z.array(z.enum(API_SCOPES)).min(1, "Choose at least one.").max(API_SCOPES.length),
    days: z.number("Enter a number of days.").int("Enter whole days.").min(1, "At least one day.").max(API_KEY_LIMITS.days, `At most ${API_KEY_LIMITS.days} days.`),
    proof: proofInput,
  }),
  prepare: ({ proof }, context) => requirePresence(context, proof),
  async run({ tx, context, input, now, audit }): Promise<{ id: string; token: string; expiresAt: Date }> {
    const { organizationId, actor } = context;
    await lockKeys(tx, organizationId);
    if ((await countLiving(tx, organizationId, now)) >= API_KEY_LIMITS.living) throw new AppError("limit_exceeded", "too_many_keys", `An organization has at most ${API_KEY_LIMITS.living} keys. Revoke one that is not used.`);
    const { token, tokenHash, hint } = newKeyToken();
    const id = newId("key", now.getTime());
    const scopes = scopesAmong(input.scopes);
    const expiresAt = new Date(now.getTime() + input.days * DAY_MS);
    await insertKey(tx, organizationId, { id, name: input.name, hint, scopes, createdBy: actorId(actor), createdByName: actor.name, createdAt: now, expiresAt }, tokenHash);
    await audit({ action: "api_key.created", subjectKind: "api_key", subjectId: id, changes: { name: input.name, scopes, expires_at: expiresAt.toISOString() } });
    return { id, token, expiresAt };
  },
});
