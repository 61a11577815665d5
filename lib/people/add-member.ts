import { z } from "zod";
import { defineVerb, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { createUser, emailInput, findUserByEmail, randomPassword } from "#lib/identity/index.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { Role } from "#prisma/generated/enums.ts";
import { findMemberOfUser, insertMember, restoreMember } from "./member.repository.ts";

const input = z.strictObject({ email: emailInput, name: lineInput(120), role: z.enum(Role) });

export type AddedMember = {
  memberId: string;
  /** To be handed over in person, shown once and kept nowhere; null when the person has an account and a password already. */
  initialPassword: string | null;
};

/**
 * Makes a person a member with a role. An address without an account gets one, with a random first password.
 * Somebody who was removed comes back under the same member id.
 *
 * @throws AppError conflict (already_member)
 */
export const addMember = defineVerb({
  name: "people.add_member",
  permission: "people.manage",
  effect: "write",
  input,
  // Made for everybody, used for those without an account: who has one must not show in how long this takes.
  async prepare(): Promise<FirstPassword> {
    const password = randomPassword();
    return { password, passwordHash: await hashPassword(password) };
  },
  async run(args): Promise<AddedMember> {
    const { tx, context, input: person, audit } = args;
    const account = await accountOf(args);
    const existing = await findMemberOfUser(tx, context.organizationId, account.userId);
    if (existing !== null && existing.removedAt === null) {
      throw new AppError("conflict", "already_member", `${person.email} is a member already.`, [{ path: "email", message: "This person is a member already." }]);
    }
    const memberId = existing === null ? await insert(args, account.userId) : existing.id;
    if (existing !== null) await restoreMember(tx, context.organizationId, memberId, { name: person.name, role: person.role });
    await audit({
      action: existing === null ? "member.added" : "member.restored",
      subjectKind: "member",
      subjectId: memberId,
      changes: { email: person.email, name: person.name, role: person.role, new_account: account.initialPassword !== null },
    });
    return { memberId, initialPassword: account.initialPassword };
  },
});

type FirstPassword = { password: string; passwordHash: string };
type Arguments = VerbArguments<z.output<typeof input>, FirstPassword>;

async function accountOf({ tx, input: person, prepared, now }: Arguments): Promise<{ userId: string; initialPassword: string | null }> {
  const known = await findUserByEmail(tx, person.email);
  if (known !== null) return { userId: known.id, initialPassword: null };
  const userId = await createUser(tx, { email: person.email, name: person.name, passwordHash: prepared.passwordHash }, now);
  return { userId, initialPassword: prepared.password };
}

function insert({ tx, context, input: person, now }: Arguments, userId: string): Promise<string> {
  return insertMember(tx, { organizationId: context.organizationId, userId, ...person, createdAt: now });
}
