import { limitRate } from "#lib/access/index.ts";
import { refuseFlood } from "#lib/identity/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { keyOfToken } from "./api-key.repository.ts";
import { keyTokenHash } from "./key-token.ts";
import { useKey } from "./use-key.ts";

/** A request that carries a key, or none: from which address, by what program, in its own words. */
export type Presented = { token: string; address: string; agent: string; requestId: string };

const LONGEST_AGENT = 200;

/**
 * The context of whoever presents a key, as the key and its maker are known now: what is revoked or taken away acts on the
 * next request. Who tries keys that are refused is slowed down by their address, and each key has its share of a minute.
 *
 * @throws AppError unauthorized (key_unknown, key_revoked, key_ended, key_stopped), precondition_failed (deletion_pending),
 *   limit_exceeded (too_many_requests; sign_in_throttled)
 */
export async function admitKey(presented: Presented): Promise<Context> {
  try {
    const context = await contextOf(presented);
    await limitRate(context, "api");
    return context;
  } catch (error) {
    if (isAppError(error, "unauthorized")) {
      log.warn("api_key.refused", { reason: error.reason, request: presented.requestId });
      await refuseFlood("api-key", presented.address, runtime().clock.now());
    }
    throw error;
  }
}

async function contextOf({ token, address, agent, requestId }: Presented): Promise<Context> {
  const { database, clock } = runtime();
  const tokenHash = keyTokenHash(token);
  const found = tokenHash === null ? null : await keyOfToken(database, tokenHash);
  if (found === null) throw new AppError("unauthorized", "key_unknown", "This is no key of this installation. Send one as: Authorization: Bearer tmk_…");
  const { organizationId, keyId } = found;
  const asTickmark: Context = { organizationId, actor: { kind: "system", name: "api" }, requestId, clock };
  const key = await useKey(asTickmark, { keyId, address, agent: agent.replace(/\p{Cc}/gu, " ").slice(0, LONGEST_AGENT) });
  return { organizationId, actor: { kind: "api_key", keyId, ...key }, requestId, clock };
}
