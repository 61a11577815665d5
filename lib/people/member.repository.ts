import { hasSecondFactor } from "#lib/identity/index.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { settleByAddress } from "./placeholder.repository.ts";

export type MemberRow = { id: string; userId: string; name: string; email: string; role: Role; createdAt: Date; removedAt: Date | null };

export type PersonRow = Omit<MemberRow, "userId"> & {
  teams: string[];
  /** Whether they sign in with a second factor: their own, whichever organization they set it up for. */
  secondFactor: boolean;
};

const key = (organizationId: string, id: string) => ({ organizationId_id: { organizationId, id } });

export function findMember(tx: TenantTransaction, organizationId: string, id: string): Promise<MemberRow | null> {
  return tx.member.findUnique({ where: key(organizationId, id), omit: { organizationId: true } });
}

export function findMemberOfUser(tx: TenantTransaction, organizationId: string, userId: string): Promise<MemberRow | null> {
  return tx.member.findUnique({ where: { organizationId_userId: { organizationId, userId } }, omit: { organizationId: true } });
}

export type NewMember = { organizationId: string; userId: string; name: string; email: string; role: Role; createdAt: Date };

/** A new member row and its entry in the directory; what waited for this address is theirs. @returns the member's id */
export async function insertMember(tx: TenantTransaction, member: NewMember): Promise<string> {
  const id = newId("mem", member.createdAt.getTime());
  await tx.member.create({ data: { ...member, id } });
  await tx.$executeRaw`SELECT directory_add_membership(${member.userId}, ${id})`;
  await settleByAddress(tx, member.organizationId, { ...member, id }, member.createdAt);
  return id;
}

/** Brings a removed member back, under the id that older records name. */
export async function restoreMember(tx: TenantTransaction, organizationId: string, id: string, data: { name: string; role: Role }): Promise<void> {
  await tx.member.update({ where: key(organizationId, id), data: { ...data, removedAt: null } });
}

export async function setRole(tx: TenantTransaction, organizationId: string, id: string, role: Role): Promise<void> {
  await tx.member.update({ where: key(organizationId, id), data: { role } });
}

/** Makes a member's address the one of their account, and takes the wish for it out of line. */
export async function setAddress(tx: TenantTransaction, organizationId: string, id: string, email: string): Promise<void> {
  await tx.member.update({ where: key(organizationId, id), data: { email } });
  await tx.$executeRaw`SELECT directory_remove_due_work('member_address', ${id})`;
}

/** Marks a member as removed and takes them out of their teams. @returns the names of those teams */
export async function markRemoved(tx: TenantTransaction, organizationId: string, id: string, now: Date): Promise<string[]> {
  const seats = await tx.teamMember.findMany({ where: { memberId: id }, select: { team: { select: { name: true } } } });
  await tx.teamMember.deleteMany({ where: { memberId: id } });
  await tx.member.update({ where: key(organizationId, id), data: { removedAt: now } });
  return seats.map((seat) => seat.team.name).sort();
}

/**
 * The administrators who can sign in, locked until the transaction ends: of two who demote each other at once,
 * the second sees what the first did.
 */
export async function lockAdministrators(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM member m JOIN user_account u ON u.id = m.user_id
    WHERE m.role = 'admin' AND m.removed_at IS NULL AND u.disabled_at IS NULL
    ORDER BY m.id FOR UPDATE OF m`;
  return rows.map((row) => row.id);
}

/** Who may come past the organization's provider; null while nobody must come by it. */
export async function exemptAdministrators(tx: TenantTransaction): Promise<readonly string[] | null> {
  const provider = await tx.identityProvider.findFirst({ where: { enforced: true }, select: { exemptMemberIds: true } });
  return provider?.exemptMemberIds ?? null;
}

export type PeopleFilter = { role?: Role | undefined; text?: string | undefined; removed: boolean };

/** Members by name, after the one with the id given. `text` is looked for in name and address. */
export async function findPeople(
  tx: TenantTransaction,
  filter: PeopleFilter,
  afterId: string | undefined,
  take: number,
): Promise<PersonRow[]> {
  const pattern = `%${(filter.text ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  return tx.$queryRaw<PersonRow[]>`
    SELECT m.id, m.name, m.email, m.role::text AS role, m.created_at AS "createdAt", m.removed_at AS "removedAt",
      ARRAY(SELECT t.name FROM team_member tm JOIN team t ON t.organization_id = tm.organization_id AND t.id = tm.team_id
            WHERE tm.organization_id = m.organization_id AND tm.member_id = m.id ORDER BY t.name) AS teams,
      (EXISTS (SELECT FROM totp_factor f WHERE f.user_id = m.user_id AND f.confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM passkey p WHERE p.user_id = m.user_id)) AS "secondFactor"
    FROM member m
    WHERE (m.removed_at IS NOT NULL) = ${filter.removed}
      AND (${filter.role ?? null}::text IS NULL OR m.role::text = ${filter.role ?? null}::text)
      AND (m.name ILIKE ${pattern} OR m.email ILIKE ${pattern})
      AND (${afterId ?? null}::text IS NULL OR (lower(m.name), m.id) > (SELECT lower(a.name), a.id FROM member a WHERE a.id = ${afterId ?? null}))
    ORDER BY lower(m.name), m.id
    LIMIT ${take}`;
}

/** One person with their teams, present or removed. */
export async function findPerson(tx: TenantTransaction, id: string): Promise<PersonRow | null> {
  const row = await tx.member.findFirst({ where: { id }, omit: { organizationId: true }, include: { teams: { select: { team: { select: { name: true } } } } } });
  if (row === null) return null;
  const { userId, teams, ...person } = row;
  return { ...person, teams: teams.map((seat) => seat.team.name).sort(), secondFactor: await hasSecondFactor(tx, userId) };
}

export type RoleCounts = Partial<Record<Role, number>>;

/** How many present members hold each role. */
export async function countRoles(tx: TenantTransaction): Promise<RoleCounts> {
  const rows = await tx.member.groupBy({ by: ["role"], where: { removedAt: null }, _count: true });
  return Object.fromEntries(rows.map((row) => [row.role, row._count]));
}

/** @returns the team's id, or null when there is one of this name */
export async function insertTeam(tx: TenantTransaction, organizationId: string, name: string, memberIds: readonly string[], now: Date): Promise<string | null> {
  const id = newId("tea", now.getTime());
  const made = await tx.team.createMany({ data: [{ organizationId, id, name }], skipDuplicates: true });
  if (made.count === 0) return null;
  await tx.teamMember.createMany({ data: memberIds.map((memberId) => ({ organizationId, teamId: id, memberId })) });
  return id;
}

/** How many of these people are members now. */
export function countPresent(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<number> {
  return tx.member.count({ where: { organizationId, id: { in: [...ids] }, removedAt: null } });
}
