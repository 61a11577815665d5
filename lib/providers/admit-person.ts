import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { addressInput, beginProviderSession, createUser, endProviderSessions, findUserByEmail, NOBODYS_HASH, userAgentInput, type ProviderSessionAnswer } from "#lib/identity/index.ts";
import { findMember, findMemberOfUser, insertMember, settleByAddress, type MemberRow } from "#lib/people/index.ts";
import { applyProviderRole } from "./apply-provider-role.ts";
import { domainOf } from "./domain-name.ts";
import { mappedRole } from "./mapped-role.ts";
import type { ProviderRole } from "./provider-roles.ts";
import { findDomain, findLink, findProvider, insertLink, memberIsLinked, noteLinkUse, type ProviderRow } from "./provider.repository.ts";
import type { Refusal } from "./refusal.ts";

const claimsInput = z.strictObject({
  issuer: z.string().max(500),
  subject: z.string().min(1).max(255),
  email: z.string().max(254).nullable(),
  emailVerified: z.boolean().nullable(),
  name: z.string().max(120).nullable(),
  roleValues: z.array(z.string().max(2000)).max(1000),
  secondFactor: z.boolean(),
});

const input = z.strictObject({
  claims: claimsInput,
  address: addressInput,
  userAgent: userAgentInput,
  replaced: z.strictObject({ userId: idInput, sessionId: idInput }).nullable(),
});
type Arguments = VerbArguments<z.output<typeof input>>;

export type Admission = Exclude<ProviderSessionAnswer, { outcome: "disabled" }> | { outcome: "refused"; reason: Refusal };

const refuse = (reason: Refusal) => ({ outcome: "refused", reason }) as const;

/**
 * Lets in whom the organization's provider has shown to be who they are: finds or makes the member, gives the role that
 * the provider gives, and begins the session. Who is refused is refused as a value, because what follows from it (a role
 * that was taken away) stays.
 */
export const admitPerson = defineVerb({
  name: "providers.admit",
  permission: "system.maintain",
  effect: "write",
  input,
  async run(args): Promise<Admission> {
    const { tx, context: { organizationId }, input: { claims, address, userAgent, replaced }, now, audit } = args;
    const provider = await findProvider(tx, organizationId);
    if (provider?.issuer !== claims.issuer) return end(args, null, "ended");
    const { role, teamIds } = mappedRole(provider.roles, provider.fallbackRole, claims.roleValues);
    const found = await findOrMake(args, provider, role);
    if ("outcome" in found) return end(args, null, found.reason);
    const applied = await applyProviderRole(args, provider, found, { role, teamIds });
    if (!applied) {
      await endProviderSessions(tx, { organizationId, userId: found.userId }, now);
      return end(args, found.id, "no_role");
    }
    const answer = await beginProviderSession(tx, { userId: found.userId, organizationId, secondFactor: claims.secondFactor, address, userAgent, replaced, now });
    if (answer.outcome === "disabled") return end(args, found.id, "not_a_member");
    await noteLinkUse(tx, { organizationId, issuer: claims.issuer, subject: claims.subject }, claims.secondFactor, now);
    await audit({ action: "member.signed_in_by_provider", subjectKind: "member", subjectId: found.id, changes: { second_factor: claims.secondFactor } });
    return answer;
  },
});

async function end({ audit, context: { organizationId }, input: { claims } }: Arguments, memberId: string | null, reason: Refusal): Promise<Admission> {
  const subject = memberId === null ? { subjectKind: "provider", subjectId: organizationId } : { subjectKind: "member", subjectId: memberId };
  await audit({ action: "provider.sign_in_refused", ...subject, changes: { reason, email: claims.email } });
  return refuse(reason);
}

/** The member whom the provider means: by issuer and subject; else, once, by a verified address of a proven domain. */
async function findOrMake(args: Arguments, provider: ProviderRow, role: ProviderRole | null): Promise<MemberRow | ReturnType<typeof refuse>> {
  const { tx, context: { organizationId }, input: { claims } } = args;
  const link = await findLink(tx, organizationId, claims.issuer, claims.subject);
  if (link !== null) {
    const member = await findMember(tx, organizationId, link.memberId);
    return member === null || member.removedAt !== null ? refuse("not_a_member") : member;
  }
  const { email, emailVerified } = claims;
  if (email === null || emailVerified === false || (emailVerified === null && !provider.trustUnstatedMail)) return refuse("address_unverified");
  if ((await findDomain(tx, organizationId, domainOf(email)))?.provenAt == null) return refuse("foreign_domain");
  const user = await findUserByEmail(tx, email);
  if (user === null) return provider.newMembers && role !== null ? join(args, email, role) : refuse(role === null ? "no_role" : "not_a_member");
  const member = await findMemberOfUser(tx, organizationId, user.id);
  // An account of somebody who is not one of us is not the provider's to give away, whatever its address.
  if (member === null || member.removedAt !== null) return refuse("not_a_member");
  // Another subject with the address of somebody whom the provider knows already: an address that was given to a second person.
  if (await memberIsLinked(tx, member.id, claims.issuer)) return refuse("address_of_another");
  await linkMember(args, member);
  return member;
}

async function linkMember({ tx, context: { organizationId }, input: { claims: { issuer, subject } }, now, audit }: Arguments, member: MemberRow): Promise<void> {
  await insertLink(tx, { organizationId, issuer, subject, userId: member.userId, memberId: member.id }, now);
  await audit({ action: "member.linked_to_provider", subjectKind: "member", subjectId: member.id, changes: { issuer } });
}

/** Makes an account without a password, and the member: the provider alone opens it until its person chooses one by mail. */
async function join(args: Arguments, email: string, role: ProviderRole): Promise<MemberRow> {
  const { tx, context: { organizationId }, input: { claims }, now, audit } = args;
  const name = claims.name ?? email.slice(0, email.lastIndexOf("@"));
  const userId = await createUser(tx, { email, name, passwordHash: NOBODYS_HASH }, now);
  const id = await insertMember(tx, { organizationId, userId, name, email, role, createdAt: now });
  await settleByAddress(tx, organizationId, { id, email, role }, now);
  await audit({ action: "member.added", subjectKind: "member", subjectId: id, changes: { email, name, role, new_account: true, by: "provider" } });
  const member = { id, userId, name, email, role, createdAt: now, removedAt: null };
  await linkMember(args, member);
  return member;
}
