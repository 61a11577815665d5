import type { Database } from "#lib/platform/db.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { fallbackInput, roleRulesInput, type Fallback, type RoleRule } from "./mapped-role.ts";

/** How the provider's word is taken: who gets which role, and whether strangers of the company become members. */
export type ProviderRules = { roleClaim: string; roles: RoleRule[]; fallbackRole: Fallback; newMembers: boolean; trustUnstatedMail: boolean };

export type ProviderRow = ProviderRules & {
  id: string;
  issuer: string;
  clientId: string;
  wrappedSecret: Uint8Array<ArrayBuffer>;
  enforced: boolean;
  exemptMemberIds: string[];
  connectedAt: Date;
  checkedAt: Date;
  checkProblem: string | null;
};

const key = (organizationId: string, id: string) => ({ organizationId_id: { organizationId, id } });

/** The organization's provider; null when it has none. */
export async function findProvider(tx: TenantTransaction, organizationId: string): Promise<ProviderRow | null> {
  const row = await tx.identityProvider.findUnique({ where: { organizationId }, omit: { organizationId: true } });
  return row === null ? null : { ...row, wrappedSecret: new Uint8Array(row.wrappedSecret), roles: roleRulesInput.parse(row.roles), fallbackRole: fallbackInput.parse(row.fallbackRole) };
}

/** Locks the provider's row until the transaction ends: of two who change it at once, the second sees what the first did. */
export async function lockProvider(tx: TenantTransaction): Promise<void> {
  await tx.$queryRaw`SELECT id FROM identity_provider FOR UPDATE`;
}

export async function insertProvider(tx: TenantTransaction, organizationId: string, row: ProviderRow): Promise<void> {
  await tx.identityProvider.create({ data: { ...row, organizationId } });
}

export async function updateProvider(tx: TenantTransaction, organizationId: string, id: string, data: Partial<Omit<ProviderRow, "id">>): Promise<void> {
  await tx.identityProvider.update({ where: key(organizationId, id), data });
}

export async function deleteProvider(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  await tx.identityProvider.delete({ where: key(organizationId, id) });
}

export type DomainRow = { domain: string; token: string; createdAt: Date; provenAt: Date | null };

export function listDomains(tx: TenantTransaction): Promise<DomainRow[]> {
  return tx.providerDomain.findMany({ omit: { organizationId: true }, orderBy: { domain: "asc" } });
}

export function findDomain(tx: TenantTransaction, organizationId: string, domain: string): Promise<DomainRow | null> {
  return tx.providerDomain.findUnique({ where: { organizationId_domain: { organizationId, domain } }, omit: { organizationId: true } });
}

/** @returns false when the organization has it already */
export async function insertDomain(tx: TenantTransaction, organizationId: string, row: DomainRow): Promise<boolean> {
  return (await tx.providerDomain.createMany({ data: [{ ...row, organizationId }], skipDuplicates: true })).count === 1;
}

/** Counts a domain as proven, here and in the directory. @returns false when it is proven to be another organization's */
export async function takeDomain(tx: TenantTransaction, organizationId: string, domain: string, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<{ taken: boolean }[]>`SELECT directory_take_sign_in_domain(${domain}) AS taken`;
  if (rows[0]?.taken !== true) return false;
  await tx.providerDomain.update({ where: { organizationId_domain: { organizationId, domain } }, data: { provenAt: now } });
  return true;
}

/** @returns false when the organization has no such domain */
export async function deleteDomain(tx: TenantTransaction, organizationId: string, domain: string): Promise<boolean> {
  await tx.$executeRaw`SELECT directory_leave_sign_in_domain(${domain})`;
  return (await tx.providerDomain.deleteMany({ where: { organizationId, domain } })).count === 1;
}

/** The organization that has proven a domain; null when none has. */
export async function organizationOfDomain(database: Pick<Database, "$queryRaw">, domain: string): Promise<string | null> {
  const rows = await database.$queryRaw<{ id: string | null }[]>`SELECT directory_organization_of_sign_in_domain(${domain}) AS id`;
  return rows[0]?.id ?? null;
}

export type LinkRow = { userId: string; memberId: string };

export function findLink(tx: TenantTransaction, organizationId: string, issuer: string, subject: string): Promise<LinkRow | null> {
  return tx.identityLink.findUnique({ where: { organizationId_issuer_subject: { organizationId, issuer, subject } }, select: { userId: true, memberId: true } });
}

/** Whether the provider knows this member already, under whichever subject. */
export async function memberIsLinked(tx: TenantTransaction, memberId: string, issuer: string): Promise<boolean> {
  return (await tx.identityLink.count({ where: { memberId, issuer } })) > 0;
}

export type NewLink = LinkRow & { organizationId: string; issuer: string; subject: string };

/** Links a member to who they are at the provider, in place of who they were at an earlier one. */
export async function insertLink(tx: TenantTransaction, link: NewLink, now: Date): Promise<void> {
  await tx.identityLink.deleteMany({ where: { memberId: link.memberId } });
  await tx.identityLink.create({ data: { ...link, createdAt: now, lastSignInAt: now } });
}

export async function noteLinkUse(tx: TenantTransaction, { organizationId, issuer, subject }: Omit<NewLink, "userId" | "memberId">, secondFactor: boolean, now: Date): Promise<void> {
  await tx.identityLink.update({ where: { organizationId_issuer_subject: { organizationId, issuer, subject } }, data: { lastSignInAt: now, secondFactorAt: secondFactor ? now : null } });
}

export function countLinks(tx: TenantTransaction): Promise<number> {
  return tx.identityLink.count();
}

export async function deleteLinks(tx: TenantTransaction): Promise<number> {
  return (await tx.identityLink.deleteMany()).count;
}

export type Choice = { id: string; name: string };

/** The administrators who are present, by name. */
export function listAdministrators(tx: TenantTransaction): Promise<Choice[]> {
  return tx.member.findMany({ where: { role: "admin", removedAt: null }, select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
}

export function listTeams(tx: TenantTransaction): Promise<Choice[]> {
  return tx.team.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
}

export type Seats = { joined: string[]; left: string[] };

/** Puts a member into these of the teams that the provider manages, and takes them out of the others that it manages. */
export async function syncTeams(tx: TenantTransaction, organizationId: string, memberId: string, teams: { managed: readonly string[]; wanted: readonly string[] }): Promise<Seats> {
  if (teams.managed.length === 0) return { joined: [], left: [] };
  const known = new Map((await tx.team.findMany({ where: { id: { in: [...teams.managed] } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
  const seated = new Set((await tx.teamMember.findMany({ where: { memberId, teamId: { in: [...known.keys()] } }, select: { teamId: true } })).map(({ teamId }) => teamId));
  const joined = [...known.keys()].filter((id) => teams.wanted.includes(id) && !seated.has(id));
  const left = [...seated].filter((id) => !teams.wanted.includes(id));
  await tx.teamMember.createMany({ data: joined.map((teamId) => ({ organizationId, teamId, memberId })) });
  await tx.teamMember.deleteMany({ where: { memberId, teamId: { in: left } } });
  const names = (ids: readonly string[]): string[] => ids.map((id) => known.get(id) ?? id).sort();
  return { joined: names(joined), left: names(left) };
}

/** Spends a sign-in's state. @returns false when it was spent: an answer counts once */
export async function spendState(database: Pick<Database, "spentChallenge">, state: string, expiresAt: Date, now: Date): Promise<boolean> {
  await database.spentChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
  return (await database.spentChallenge.createMany({ data: [{ challenge: state, expiresAt }], skipDuplicates: true })).count === 1;
}

