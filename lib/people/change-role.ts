import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { tellOfStoppedKeys } from "#lib/api-keys/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { Role } from "#prisma/generated/enums.ts";
import { keepAnAdministrator } from "./last-admin.ts";
import { findMember, setRole } from "./member.repository.ts";
import { settleByAddress } from "./placeholder.repository.ts";

/**
 * Gives a member another role. It acts on that person's next request.
 *
 * @throws AppError not_found, precondition_failed (last_admin)
 */
export const changeRole = defineVerb({
  name: "people.change_role",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ memberId: idInput, role: z.enum(Role) }),
  async run(args): Promise<void> {
    const { tx, context, input, now, audit, unchanged } = args;
    const { organizationId } = context;
    let member = await findMember(tx, organizationId, input.memberId);
    if (member?.role === "admin" && input.role !== "admin") {
      await keepAnAdministrator(tx, input.memberId);
      // Read again under the lock: another administrator may have acted first.
      member = await findMember(tx, organizationId, input.memberId);
    }
    if (member === null || member.removedAt !== null) throw notFound("member");
    if (member.role === input.role) return unchanged();
    await setRole(tx, organizationId, member.id, input.role);
    await settleByAddress(tx, organizationId, { id: member.id, email: member.email, role: input.role }, now);
    await tellOfStoppedKeys(args, member.id);
    await audit({ action: "member.role_changed", subjectKind: "member", subjectId: member.id, changes: { role: { before: member.role, after: input.role } } });
  },
});
