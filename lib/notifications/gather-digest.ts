import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { endDue, findReader, insertDigest, lockReader, MAIL_DUE, requireMember } from "./mail.repository.ts";
import { planDigest } from "./plan-digests.ts";
import { readPreferences } from "./preference.repository.ts";
import { sendWorkDigestKind } from "./send-work-digest.kind.ts";

/**
 * Makes the digest of a person's day, and puts the next in line. A day of a person has one, so however many workers come
 * here, and wherever one is killed, it is mailed once. What it says is written when it leaves.
 */
export const gatherDigest = defineVerb({
  name: "notifications.gather_digest",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ memberId: idInput }),
  async run({ tx, context: { organizationId }, input: { memberId }, now, enqueue, unchanged }): Promise<{ mailId: string | null }> {
    unchanged();
    await requireMember(tx, organizationId, memberId);
    await lockReader(tx, organizationId, memberId);
    await endDue(tx, MAIL_DUE.digest, memberId);
    const reader = await findReader(tx, organizationId, memberId);
    if (reader === null || reader.demo) return { mailId: null };
    const preferences = await readPreferences(tx, organizationId, memberId);
    await planDigest(tx, reader, preferences, now);
    if (preferences.workDigest === "none" || preferences.stoppedAt !== null) return { mailId: null };
    const id = newId("nml", now.getTime());
    const isFirst = await insertDigest(tx, organizationId, { id, memberId, createdAt: now, digestDay: dayOf(now, preferences.rhythm.timeZone) });
    if (!isFirst) return { mailId: null };
    await enqueue(sendWorkDigestKind, { mailId: id }, id);
    return { mailId: id };
  },
});
