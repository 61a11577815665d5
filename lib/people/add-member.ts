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

type Arguments = VerbArguments<z.output<typeof input>>;

// The password is hashed inside the transaction, which holds one connection for half a second: adding people is rare,
// and a verb cannot know before its transaction whether the address has an account.
async function accountOf({ tx, input: person, now }: Arguments): Promise<{ userId: string; initialPassword: string | null }> {
  const known = await findUserByEmail(tx, person.email);
  if (known !== null) return { userId: known.id, initialPassword: null };
  const initialPassword = randomPassword();
  const userId = await createUser(tx, { email: person.email, name: person.name, passwordHash: await hashPassword(initialPassword) }, now);
  return { userId, initialPassword };
}

function insert({ tx, context, input: person, now }: Arguments, userId: string): Promise<string> {
  return insertMember(tx, { organizationId: context.organizationId, userId, ...person, createdAt: now });
}
