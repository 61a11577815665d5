import { z } from "zod";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { endSessionAs } from "./sign-in.repository.ts";

/** Ends the caller's own session. Doing it twice is no error. */
export const signOut = defineGlobalVerb({
  name: "identity.sign_out",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({}),
  async run({ caller, database, now }): Promise<void> {
    await endSessionAs(database, caller, caller.sessionId, { outcome: "signed_out", now });
  },
});
