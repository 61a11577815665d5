import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findUserById } from "#lib/identity/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findMember, setAddress } from "./member.repository.ts";

/** Gives a member the address that their account has now: due in each organization of a person who changed it. */
export const followAddress = defineVerb({
  name: "people.follow_address",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ memberId: idInput }),
  async run({ tx, context: { organizationId }, input, audit, unchanged }): Promise<void> {
    const member = await findMember(tx, organizationId, input.memberId);
    if (member === null) throw notFound("member");
    const account = await findUserById(tx, member.userId);
    const after = account?.email ?? member.email;
    await setAddress(tx, organizationId, member.id, after);
    if (after === member.email) return unchanged();
    await audit({ action: "member.email_changed", subjectKind: "member", subjectId: member.id, changes: { email: { before: member.email, after } } });
  },
});
