import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { passkeyNameInput } from "./add-passkey.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { renamePasskeyRow } from "./passkey.repository.ts";
import { recordInTransaction } from "./person-trail.ts";

/** Names one of the caller's own passkeys. @throws AppError not_found for another person's */
export const renamePasskey = defineGlobalVerb({
  name: "identity.rename_passkey",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ passkeyId: idInput, name: passkeyNameInput }),
  async run({ context, caller, database, input }): Promise<void> {
    await database.$transaction(async (tx) => {
      const before = await renamePasskeyRow(tx, caller.userId, input.passkeyId, input.name);
      if (before === null) throw notFound("passkey");
      await recordInTransaction(tx, { context, ...caller, change: "passkey_renamed", detail: { name: { before, after: input.name } } });
    });
  },
});
