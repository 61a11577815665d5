import { z } from "zod";
import { defineVerb, idInput, refuseWhileLeaving } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findKey, touchKey, type ApiKeyRow } from "./api-key.repository.ts";
import { keyAuthor, keyStanding, type KeyStanding } from "./key-standing.ts";
import { API_KEY_LIMITS } from "./limits.ts";
import { scopesAmong, type ApiScope } from "./scopes.ts";

const REFUSED: Readonly<Record<Extract<KeyStanding, "revoked" | "ended" | "stopped">, string>> = {
  revoked: "This key was revoked. An administrator can make another one under Settings, API keys.",
  ended: "This key has come to its end. An administrator can make another one under Settings, API keys.",
  stopped: "This key works no more, because whoever made it does not administer the organization any more. An administrator can make another one under Settings, API keys.",
};

/**
 * What a key may, with its last use noted. Whoever presents it holds it, so they are told why it is refused.
 *
 * @throws AppError not_found; unauthorized (key_revoked, key_ended, key_stopped); precondition_failed (deletion_pending)
 */
export const useKey = defineVerb({
  name: "api_keys.use",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ keyId: idInput, address: z.string().max(100), agent: z.string().max(200) }),
  async run({ tx, context: { organizationId }, input, now, unchanged }): Promise<{ name: string; scopes: ApiScope[] }> {
    unchanged();
    const row = await findKey(tx, organizationId, input.keyId);
    if (row === null) throw notFound("key");
    const standing = keyStanding(row, now);
    if (standing !== "good" && standing !== "ends_soon") throw new AppError("unauthorized", `key_${standing}`, REFUSED[standing]);
    await refuseWhileLeaving(tx);
    if (isNews(row, input, now)) await touchKey(tx, organizationId, row.id, { lastUsedAt: now, lastUsedAddress: input.address, lastUsedAgent: input.agent });
    return { name: keyAuthor(row), scopes: scopesAmong(row.scopes) };
  },
});

function isNews({ lastUsedAt, lastUsedAddress, lastUsedAgent }: ApiKeyRow, use: { address: string; agent: string }, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= API_KEY_LIMITS.touchEveryMs || lastUsedAddress !== use.address || lastUsedAgent !== use.agent;
}
