import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Role } from "#prisma/generated/enums.ts";
import { WhoActs } from "./who-acts.ts";
import { DELEGATED_KINDS } from "./lent-work.ts";

type Row = { id: string; memberId: string; memberName: string; standInId: string; standInName: string; standInRole: string | null; kind: string; subjectId: string | null; untilAt: Date };

/**
 * Who acts for whom at an instant: what My work, reminders, notifications and records ask. The newest delegation of a thing
 * comes first.
 */
export async function whoActsAt(tx: TenantTransaction, organizationId: string, at: Date): Promise<WhoActs> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT d.id, d.member_id AS "memberId", m.name AS "memberName", d.stand_in_id AS "standInId", s.name AS "standInName",
           CASE WHEN s.removed_at IS NULL OR s.removed_at > ${at} THEN s.role::text END AS "standInRole",
           d.subject_kind AS kind, d.subject_id AS "subjectId", d.until_at AS "untilAt"
    FROM delegation d
    JOIN member m ON m.organization_id = d.organization_id AND m.id = d.member_id
    JOIN member s ON s.organization_id = d.organization_id AND s.id = d.stand_in_id
    LEFT JOIN delegation_end e ON e.organization_id = d.organization_id AND e.delegation_id = d.id
    WHERE d.organization_id = ${organizationId} AND d.until_at > ${at} AND d.from_at <= ${at} AND d.recorded_at <= ${at} AND (e.ended_at IS NULL OR e.ended_at > ${at})
    ORDER BY d.recorded_at DESC, d.id DESC`;
  return new WhoActs(rows.map(({ kind, standInRole, ...row }) => ({ ...row, kind: storedWord(DELEGATED_KINDS, kind), standInRole: standInRole === null ? null : storedWord(Object.values(Role), standInRole) })));
}

/** The control of each evidence request. */
export async function controlsOfRequests(tx: TenantTransaction, organizationId: string, requestIds: readonly string[]): Promise<Map<string, string>> {
  if (requestIds.length === 0) return new Map();
  const rows = await tx.evidenceRequest.findMany({ where: { organizationId, id: { in: [...requestIds] } }, select: { id: true, controlId: true } });
  return new Map(rows.map((row) => [row.id, row.controlId]));
}

/** Writes down that a record was made in other people's stead. */
export async function recordActing(tx: TenantTransaction, organizationId: string, subjectId: string, stead: readonly { memberId: string; delegationId: string }[], recordedAt: Date): Promise<void> {
  if (stead.length > 0) await tx.actedFor.createMany({ data: stead.map((one) => ({ organizationId, subjectId, ...one, recordedAt })), skipDuplicates: true });
}

export type ActedFor = { memberId: string; name: string };

/** In whose stead records were made, by the record's id; those that nobody made for another are left out. */
export async function actedFor(tx: TenantTransaction, organizationId: string, subjectIds: readonly string[]): Promise<Map<string, ActedFor[]>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(ActedFor & { subjectId: string })[]>`
    SELECT a.subject_id AS "subjectId", a.member_id AS "memberId", m.name
    FROM acted_for a JOIN member m ON m.organization_id = a.organization_id AND m.id = a.member_id
    WHERE a.organization_id = ${organizationId} AND a.subject_id = ANY(${[...subjectIds]}::text[]) ORDER BY m.name, m.id`;
  return Map.groupBy(rows, (row) => row.subjectId);
}
