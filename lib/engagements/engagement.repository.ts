import type { Scope } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { EngagementType } from "#prisma/generated/enums.ts";
import type { Prisma } from "#prisma/generated/client.ts";

/** An auditor sees the engagement that they entered, no other. */
function within(scope: Scope): Prisma.EngagementWhereInput {
  return scope.engagement === null ? {} : { AND: { id: scope.engagement.id } };
}

const parts = {
  controls: { select: { controlId: true }, orderBy: { controlId: "asc" } },
  auditors: { orderBy: { memberId: "asc" } },
} satisfies Prisma.EngagementInclude;

export type EngagementRow = Prisma.EngagementGetPayload<{ include: typeof parts }>;

/** @throws AppError not_found for an unknown id, another tenant's, or one outside the scope */
export async function requireEngagement(tx: TenantTransaction, scope: Scope, id: string): Promise<EngagementRow> {
  const row = await tx.engagement.findFirst({ where: { organizationId: scope.organizationId, id, ...within(scope) }, include: parts });
  if (row === null) throw notFound("engagement");
  return row;
}

/** Newest period first. */
export function findEngagements(tx: TenantTransaction, scope: Scope, take: number): Promise<EngagementRow[]> {
  return tx.engagement.findMany({
    where: { organizationId: scope.organizationId, ...within(scope) },
    include: parts,
    orderBy: [{ lastDay: "desc" }, { id: "desc" }],
    take,
  });
}

export type NewEngagement = {
  name: string;
  type: EngagementType;
  frameworkKey: string;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  auditFirm: string;
  accessUntil: Date;
};

export async function insertEngagement(tx: TenantTransaction, organizationId: string, engagement: NewEngagement, controlIds: readonly string[], now: Date): Promise<string> {
  const id = newId("eng", now.getTime());
  await tx.engagement.create({ data: { organizationId, id, ...engagement, createdAt: now } });
  await tx.engagementControl.createMany({ data: controlIds.map((controlId) => ({ organizationId, engagementId: id, controlId })) });
  return id;
}

/** An engagement of the same name and period; double submits and mistakes meet here. */
export function findSame(tx: TenantTransaction, organizationId: string, same: Pick<NewEngagement, "name" | "frameworkKey" | "firstDay" | "lastDay">): Promise<{ id: string } | null> {
  const { name, frameworkKey, firstDay, lastDay } = same;
  return tx.engagement.findFirst({ where: { organizationId, name, frameworkKey, firstDay, lastDay }, select: { id: true } });
}

/** Adds the auditor; false when they have been added before. */
export async function insertAuditor(tx: TenantTransaction, organizationId: string, engagementId: string, memberId: string): Promise<boolean> {
  const { count } = await tx.engagementAuditor.createMany({ data: [{ organizationId, engagementId, memberId }], skipDuplicates: true });
  return count === 1;
}

/** Takes the auditor off; false when they are not on it. */
export async function deleteAuditor(tx: TenantTransaction, organizationId: string, engagementId: string, memberId: string): Promise<boolean> {
  const { count } = await tx.engagementAuditor.deleteMany({ where: { organizationId, engagementId, memberId } });
  return count === 1;
}

/** A member who has not been removed, with the role. @throws AppError not_found */
export async function requireMember(tx: TenantTransaction, organizationId: string, id: string) {
  const member = await tx.member.findFirst({ where: { organizationId, id, removedAt: null }, select: { id: true, name: true, role: true } });
  if (member === null) throw notFound("member");
  return member;
}

export type PersonRow = { id: string; name: string; email: string };

/** Members by id, also those who have left. */
export async function findPeople(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, PersonRow>> {
  const rows = await tx.member.findMany({ where: { organizationId, id: { in: [...new Set(ids)] } }, select: { id: true, name: true, email: true } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Auditors of the organization who have not been removed, by name: who can be added to an engagement. */
export function findAuditors(tx: TenantTransaction, organizationId: string, take: number): Promise<PersonRow[]> {
  return tx.member.findMany({
    where: { organizationId, role: "auditor", removedAt: null },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take,
  });
}

export type Visit = { lastVisitAt: Date | null; thisVisitAt: Date | null };

/** The auditor's visits; null when they do not belong to the engagement. */
export function findVisit(tx: TenantTransaction, organizationId: string, engagementId: string, memberId: string): Promise<Visit | null> {
  return tx.engagementAuditor.findUnique({
    where: { organizationId_engagementId_memberId: { organizationId, engagementId, memberId } },
    select: { lastVisitAt: true, thisVisitAt: true },
  });
}

/** Begins a visit if none began since `before.thisVisitAt` was read; false when another request was faster. */
export async function beginVisit(tx: TenantTransaction, organizationId: string, engagementId: string, memberId: string, before: Visit, now: Date): Promise<boolean> {
  const { count } = await tx.engagementAuditor.updateMany({
    where: { organizationId, engagementId, memberId, thisVisitAt: before.thisVisitAt },
    data: { lastVisitAt: before.thisVisitAt, thisVisitAt: now },
  });
  return count === 1;
}

/** Names of engagements by id. */
export async function engagementNames(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.engagement.findMany({ where: { organizationId, id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Whether a packet is one that the auditors of the scope see: sealed, made for their engagement, of a control that it holds. */
export async function packetIsInScope(tx: TenantTransaction, scope: Scope, id: string): Promise<boolean> {
  const { organizationId, engagement } = scope;
  const held = engagement === null ? {} : { engagementId: engagement.id, controlId: { in: [...engagement.controlIds] } };
  return (await tx.packet.count({ where: { organizationId, id, ...held, state: { status: "sealed" } } })) === 1;
}

/** Whether an auditor sees a finding: shared, of a control of theirs, and there within the period; the same as lib/findings shows them. */
export async function findingIsInScope(tx: TenantTransaction, { organizationId, engagement }: Scope, findingId: string): Promise<boolean> {
  if (engagement === null) return false;
  const rows = await tx.finding.count({
    where: {
      organizationId, id: findingId, raisedAt: { lt: engagement.until }, controls: { some: { controlId: { in: [...engagement.controlIds] } } },
      state: { visibility: "shared_with_auditor", OR: [{ settledAt: null }, { settledAt: { gte: engagement.from } }, { status: "risk_accepted" }] },
    },
  });
  return rows === 1;
}
