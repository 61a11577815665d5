import { DELEGATED_KINDS, type DelegatedKind } from "#lib/acting/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { OWNING_ROLES } from "#lib/people/client.ts";
import type { Role } from "#prisma/generated/enums.ts";

export type NewDelegation = {
  id: string;
  memberId: string;
  standInId: string;
  subjectKind: DelegatedKind;
  subjectId: string | null;
  subjectName: string | null;
  fromAt: Date;
  untilAt: Date;
  note: string;
  recordedAt: Date;
  recordedBy: string;
};

/** A delegation that holds or is to come. */
export type Delegation = Omit<NewDelegation, "recordedBy"> & { memberName: string; standInName: string; standInLeft: boolean };

type Span = { from: Date; until: Date };

/** Two acts on one person's delegations follow each other. */
export async function lockDelegations(tx: TenantTransaction, organizationId: string, memberIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(memberIds)].sort()) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`delegation ${organizationId} ${id}`}, 0))`;
}

export async function insertDelegations(tx: TenantTransaction, organizationId: string, rows: readonly NewDelegation[]): Promise<void> {
  await tx.delegation.createMany({ data: rows.map((row) => ({ organizationId, ...row })) });
}

/** Which delegations: of a person, to a person, of one of these ids, or all that hold. */
export type Which = { memberId?: string; standInId?: string; ids?: readonly string[]; kind?: "everything"; within?: Span };

/** Delegations that nobody ended and whose time is not over at an instant, those that begin first before others. */
export async function findDelegations(tx: TenantTransaction, organizationId: string, { memberId, standInId, ids, kind, within }: Which, at: Date): Promise<Delegation[]> {
  const rows = await tx.$queryRaw<(Omit<Delegation, "subjectKind"> & { subjectKind: string })[]>`
    SELECT d.id, d.member_id AS "memberId", m.name AS "memberName", d.stand_in_id AS "standInId", s.name AS "standInName", s.removed_at IS NOT NULL AS "standInLeft",
           d.subject_kind AS "subjectKind", d.subject_id AS "subjectId", d.subject_name AS "subjectName", d.from_at AS "fromAt", d.until_at AS "untilAt", d.note, d.recorded_at AS "recordedAt"
    FROM delegation d
    JOIN member m ON m.organization_id = d.organization_id AND m.id = d.member_id
    JOIN member s ON s.organization_id = d.organization_id AND s.id = d.stand_in_id
    WHERE d.organization_id = ${organizationId} AND d.until_at > ${at}
      AND NOT EXISTS (SELECT FROM delegation_end e WHERE e.organization_id = d.organization_id AND e.delegation_id = d.id)
      AND (${memberId ?? null}::text IS NULL OR d.member_id = ${memberId ?? null}::text)
      AND (${standInId ?? null}::text IS NULL OR d.stand_in_id = ${standInId ?? null}::text)
      AND (${ids === undefined} OR d.id = ANY(${[...(ids ?? [])]}::text[]))
      AND (${kind ?? null}::text IS NULL OR d.subject_kind = ${kind ?? null}::text)
      AND (${within === undefined} OR (d.from_at < ${within?.until ?? at} AND d.until_at > ${within?.from ?? at}))
    ORDER BY d.from_at, d.subject_name, d.id`;
  return rows.map((row) => ({ ...row, subjectKind: storedWord(DELEGATED_KINDS, row.subjectKind) }));
}

export type EndReason = "taken_back" | "handed_back" | "replaced";

/** Ends delegations; what somebody ended before stays as it was. */
export async function endDelegations(tx: TenantTransaction, organizationId: string, ids: readonly string[], end: { reason: EndReason; endedAt: Date; endedBy: string }): Promise<void> {
  if (ids.length > 0) await tx.delegationEnd.createMany({ data: ids.map((delegationId) => ({ organizationId, delegationId, ...end })), skipDuplicates: true });
}

export type Person = { id: string; name: string; role: Role };

/** A member who can own things, and so can stand in for another; null for anybody else. */
export function findOwning(tx: TenantTransaction, organizationId: string, id: string): Promise<Person | null> {
  return tx.member.findFirst({ where: { organizationId, id, removedAt: null, role: { in: [...OWNING_ROLES] } }, select: { id: true, name: true, role: true } });
}

/** Ids of the evidence requests, alerts, incidents and findings given that fall to a person, each with its name. */
export async function ownedRecords(tx: TenantTransaction, organizationId: string, memberId: string, ids: readonly string[]): Promise<{ kind: string; id: string; name: string }[]> {
  const asked = [...ids];
  return tx.$queryRaw`
    SELECT 'evidence_request' AS kind, q.id, c.code || ' ' || q.title AS name
      FROM evidence_request q JOIN control c ON c.organization_id = q.organization_id AND c.id = q.control_id
      WHERE q.organization_id = ${organizationId} AND q.id = ANY(${asked}::text[]) AND q.owner_member_id = ${memberId} AND q.retired_at IS NULL
    UNION ALL
    SELECT 'alert', a.id, 'ALR-' || a.number || ' ' || a.title
      FROM alert_state s JOIN alert a ON a.organization_id = s.organization_id AND a.id = s.alert_id
      WHERE s.organization_id = ${organizationId} AND s.alert_id = ANY(${asked}::text[]) AND s.assignee_member_id = ${memberId}
    UNION ALL
    SELECT 'incident', i.id, i.title
      FROM incident_state s JOIN incident i ON i.organization_id = s.organization_id AND i.id = s.incident_id
      WHERE s.organization_id = ${organizationId} AND s.incident_id = ANY(${asked}::text[]) AND s.assignee_member_id = ${memberId}
    UNION ALL
    SELECT 'finding', f.id, 'FND-' || to_char(f.raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || f.number || ' ' || f.title
      FROM finding_state s JOIN finding f ON f.organization_id = s.organization_id AND f.id = s.finding_id
      WHERE s.organization_id = ${organizationId} AND s.finding_id = ANY(${asked}::text[]) AND s.owner_member_id = ${memberId} AND s.status IN ('open', 'in_remediation')`;
}
