import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { endKey, findKey } from "./api-key.repository.ts";

/** Ends a key: its next request is refused. @throws AppError not_found */
export const revokeKey = defineVerb({
  name: "api_keys.revoke",
  permission: "api_keys.manage",
  effect: "write",
  input: z.strictObject({ keyId: idInput, reason: lineInput(200) }),
  async run(args): Promise<void> {
    const { tx, context, input: { keyId, reason }, now } = args;
    const row = await findKey(tx, context.organizationId, keyId);
    if (row === null) throw notFound("key");
    if (!(await endKey(tx, context.organizationId, keyId, { revokedAt: now, revokedByName: context.actor.name, revokedReason: reason }))) return args.unchanged();
    await settleNotifications(args, { kinds: ["api_key_ending", "api_key_stopped"], subjectIds: [keyId] });
    await args.audit({ action: "api_key.revoked", subjectKind: "api_key", subjectId: keyId, changes: { name: row.name, reason } });
  },
});
