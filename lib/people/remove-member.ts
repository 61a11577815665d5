import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { tellOfStoppedKeys } from "#lib/api-keys/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { keepAnAdministrator } from "./last-admin.ts";
import { findMember, markRemoved } from "./member.repository.ts";

/**
 * Takes a person out of the organization: it acts on their next request. What they did keeps their name.
 *
 * @throws AppError not_found, precondition_failed (last_admin)
 */
export const removeMember = defineVerb({
  name: "people.remove_member",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ memberId: idInput }),
  async run(args): Promise<void> {
    const { tx, context, input, now, audit, unchanged } = args;
    const { organizationId } = context;
    const member = await findMember(tx, organizationId, input.memberId);
    if (member === null) throw notFound("member");
    if (member.removedAt !== null) return unchanged();
    if (member.role === "admin") await keepAnAdministrator(tx, member.id);
    const teams = await markRemoved(tx, organizationId, member.id, now);
    await tellOfStoppedKeys(args, member.id);
    await audit({ action: "member.removed", subjectKind: "member", subjectId: member.id, changes: { role: member.role, teams } });
  },
});
