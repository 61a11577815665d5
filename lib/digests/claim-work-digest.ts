import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { workOf } from "#lib/my-work/index.ts";
import { rhythmOf, takeMail } from "#lib/notifications/index.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { workDigestMail } from "./work-digest-mail.ts";

/** Takes a digest for this worker alone and writes it, of what its person owes at this moment. Null when there is nothing to say. */
export const claimWorkDigest = defineVerb({
  name: "digests.claim",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ mailId: idInput }),
  async run({ tx, scope, context: { organizationId }, input: { mailId }, now, unchanged }): Promise<Mail | null> {
    unchanged();
    return takeMail({ tx, organizationId, now }, mailId, async (reader) => {
      const { timeZone } = await rhythmOf(tx, organizationId, reader.memberId);
      const work = await workOf({ tx, scope, now }, { id: reader.memberId, role: reader.role });
      return workDigestMail({ reader, organizationId, work, now, timeZone, baseUrl: runtime().baseUrl });
    });
  },
});
