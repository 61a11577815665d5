import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { endSessionAs } from "./sign-in.repository.ts";

/**
 * Ends one of the caller's own sessions, on whatever device; it acts on that device's next request.
 *
 * @throws AppError not_found for another person's session, and for one that has ended
 */
export const revokeSession = defineGlobalVerb({
  name: "identity.revoke_session",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ sessionId: idInput }),
  async run({ caller, database, input, now }): Promise<void> {
    if (!(await endSessionAs(database, caller, input.sessionId, { outcome: "revoked", now }))) throw notFound("session");
  },
});
