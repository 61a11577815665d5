import { z } from "zod";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { endSessionsBut } from "./identity.repository.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

/** Ends every session of the caller but the one that asks; each is refused with its next request. @returns how many ended */
export const revokeOtherSessions = defineGlobalVerb({
  name: "identity.revoke_other_sessions",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({}),
  async run({ caller, database, now }): Promise<number> {
    return database.$transaction(async (tx) => {
      const ended = await endSessionsBut(tx, caller, now);
      await insertSignInEvent(tx, { at: now, userId: caller.userId, subjectHash: "", outcome: "others_revoked", sessionId: caller.sessionId });
      return ended;
    });
  },
});
