import { z } from "zod";
import { defineVerb, idInput, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { createUser, findUserById, newPasswordInput, refuseGuessable } from "#lib/identity/index.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { resolveInvitation } from "./invitation-link.ts";
import { requireInvitation, settleInvitation, type InvitationRow } from "./invitation.repository.ts";
import { findMemberOfUser, insertMember, restoreMember } from "./member.repository.ts";
import { settleByAddress } from "./placeholder.repository.ts";
import { invitationContext } from "./read-invitation.ts";
import { tellOfJoining } from "./tell-of-joining.ts";

/** Who joins: somebody who makes an account now, or the person who is signed in. */
const joiner = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("new"), name: lineInput(120), password: newPasswordInput }),
  z.strictObject({ kind: z.literal("known"), userId: idInput }),
]);
export type Joiner = z.input<typeof joiner>;

const input = z.strictObject({ invitationId: idInput, person: joiner });

type Person = { userId: string; name: string };

/**
 * Makes the invited person a member, once. Somebody who was removed comes back under the same member id.
 *
 * @throws AppError not_found; precondition_failed (invitation_settled, invitation_expired, invitation_of_another);
 *   conflict (email_taken) when the address got an account meanwhile
 */
export const recordAcceptance = defineVerb({
  name: "people.accept_invitation",
  permission: "system.maintain",
  effect: "write",
  input,
  async prepare({ person }): Promise<string | null> {
    if (person.kind === "known") return null;
    await refuseGuessable(person.password, [person.name], "person.password");
    return hashPassword(person.password);
  },
  async run(args): Promise<{ memberId: string; newAccount: boolean }> {
    const { tx, context: { organizationId }, input: { invitationId, person: asked }, now, audit } = args;
    const invitation = await requireInvitation(tx, organizationId, invitationId);
    if (invitation.status !== "pending") throw new AppError("precondition_failed", "invitation_settled", "This invitation was used or withdrawn already.");
    if (invitation.expiresAt <= now) throw new AppError("precondition_failed", "invitation_expired", "This invitation has expired. Ask whoever invited you to send it again.");
    const person = asked.kind === "new" ? await newPerson(args, invitation, asked.name) : await knownPerson(args, invitation, asked.userId);
    const { memberId, back } = await seat(args, invitation, person);
    if (!(await settleInvitation(tx, organizationId, invitationId, { status: "accepted", memberId }, now))) {
      throw new AppError("precondition_failed", "invitation_settled", "This invitation was used or withdrawn already.");
    }
    await audit({ action: "invitation.accepted", subjectKind: "invitation", subjectId: invitationId, changes: { member: memberId, email: invitation.email } });
    await audit({
      action: back ? "member.restored" : "member.added",
      subjectKind: "member",
      subjectId: memberId,
      changes: { email: invitation.email, name: person.name, role: invitation.role, new_account: asked.kind === "new", invited_by: invitation.invitedByName },
    });
    await tellOfJoining(args, { id: memberId, name: person.name });
    return { memberId, newAccount: asked.kind === "new" };
  },
});

type Arguments = VerbArguments<z.output<typeof input>, string | null>;

async function newPerson({ tx, prepared, now }: Arguments, { email }: InvitationRow, name: string): Promise<Person> {
  return { userId: await createUser(tx, { email, name, passwordHash: prepared ?? "" }, now), name };
}

/** The signed-in person, when the invitation is theirs: a forwarded link joins nobody else. */
async function knownPerson({ tx }: Arguments, { email }: InvitationRow, userId: string): Promise<Person> {
  const user = await findUserById(tx, userId);
  if (user === null) throw notFound("user");
  if (user.email === email) return { userId, name: user.name };
  throw new AppError("precondition_failed", "invitation_of_another", `This invitation is for ${email}; you are signed in as ${user.email}. Sign in as ${email}, or ask for an invitation to ${user.email}.`);
}

async function seat({ tx, context: { organizationId }, now }: Arguments, { email, role }: InvitationRow, person: Person): Promise<{ memberId: string; back: boolean }> {
  const existing = await findMemberOfUser(tx, organizationId, person.userId);
  if (existing === null) return { memberId: await insertMember(tx, { organizationId, ...person, email, role, createdAt: now }), back: false };
  if (existing.removedAt === null) throw new AppError("precondition_failed", "already_member", "You are a member of this organization already.");
  await restoreMember(tx, organizationId, existing.id, { name: person.name, role });
  await settleByAddress(tx, organizationId, { id: existing.id, email, role }, now);
  return { memberId: existing.id, back: true };
}

/**
 * Accepts the invitation that a link opens.
 *
 * @throws AppError not_found for a token that opens none; as {@link recordAcceptance}
 */
export async function acceptInvitation(token: string, person: Joiner, requestId: string): Promise<{ memberId: string; newAccount: boolean }> {
  const found = await resolveInvitation(token);
  if (found === null) throw new AppError("not_found", "invitation_not_found", "This link is not valid, or a newer mail replaced it.");
  return recordAcceptance(invitationContext(found.organizationId, requestId), { invitationId: found.invitationId, person });
}
