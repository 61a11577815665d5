import { SEVERITIES } from "#lib/alerts/client.ts";
import type { Scope } from "#lib/access/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import type { StandingFacts } from "./standing.ts";
import { findingName, FINDING_SOURCES, FINDING_STATUSES, FINDING_VISIBILITIES, STANDING_STATUSES, type FindingSource, type FindingStatus, type FindingVisibility } from "./words.ts";

export type FindingFilter = {
  status?: readonly FindingStatus[] | undefined;
  severity?: Severity | undefined;
  source?: FindingSource | undefined;
  ownerMemberIds?: readonly string[] | undefined;
  controlId?: string | undefined;
  /** Touching one of these controls, or naming this requirement. */
  requirement?: { frameworkKey: string; code: string; controlIds: readonly string[] } | undefined;
  /** Folded as the words of the search are (see search.repository.ts): each begins a word of the finding. */
  terms?: readonly string[] | undefined;
  /** Only what somebody has yet to remedy. */
  owed?: boolean | undefined;
  /** The same, and past this day. */
  lateOn?: string | undefined;
  /** Due on this day or before. */
  dueUntil?: string | undefined;
};

export type ListedFinding = {
  id: string;
  number: number;
  title: string;
  raisedAt: Date;
  status: FindingStatus;
  severity: Severity;
  source: FindingSource;
  visibility: FindingVisibility;
  dueOn: string;
  acceptedUntil: string | null;
  settledAt: Date | null;
  ownerMemberId: string | null;
  ownerPlaceholderId: string | null;
  owner: string | null;
};

/** Where a page goes on: after this number, counting down; by due date after this day too. */
export type FindingPosition = { number: number; dueOn?: string };

/** More people than this are not told at once; the earliest due are. */
const OWED_AT_ONCE = 5_000;
// Written out, so that it is seen to be the condition of the index finding_state_owed.
const OWED = Prisma.sql`s.status IN ('open', 'in_remediation')`;
// After every text that begins with the term, in the order of bytes in which words are kept.
const LAST = "\u{10FFFF}";

/** The terms of a text, each folded as the words are that are kept. */
export async function termsOf(tx: TenantTransaction, text: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ term: string }[]>`SELECT search_terms(${text}) AS term`;
  return rows.map((row) => row.term);
}

function conditions({ organizationId, engagement }: Scope, filter: FindingFilter): Prisma.Sql[] {
  const of = Prisma.sql`SELECT FROM finding_control c WHERE c.organization_id = s.organization_id AND c.finding_id = s.finding_id`;
  return [
    Prisma.sql`s.organization_id = ${organizationId}`,
    ...(filter.status === undefined ? [] : [Prisma.sql`s.status = ANY(${[...filter.status]})`]),
    ...(filter.severity === undefined ? [] : [Prisma.sql`s.severity = ${filter.severity}`]),
    ...(filter.source === undefined ? [] : [Prisma.sql`s.source_kind = ${filter.source}`]),
    ...(filter.ownerMemberIds === undefined ? [] : [Prisma.sql`s.owner_member_id = ANY(${[...filter.ownerMemberIds]})`]),
    ...(filter.controlId === undefined ? [] : [Prisma.sql`EXISTS (${of} AND c.control_id = ${filter.controlId})`]),
    ...(filter.requirement === undefined ? [] : [
      Prisma.sql`(EXISTS (${of} AND c.control_id = ANY(${[...filter.requirement.controlIds]})) OR EXISTS (
        SELECT FROM finding_requirement r WHERE r.organization_id = s.organization_id AND r.finding_id = s.finding_id AND r.framework_key = ${filter.requirement.frameworkKey} AND r.requirement_code = ${filter.requirement.code}))`,
    ]),
    ...(filter.owed === true || filter.lateOn !== undefined ? [OWED] : []),
    ...(filter.lateOn === undefined ? [] : [Prisma.sql`s.due_on < ${filter.lateOn}`]),
    ...(filter.dueUntil === undefined ? [] : [Prisma.sql`s.due_on <= ${filter.dueUntil}`]),
    ...(filter.terms ?? []).map((term) => Prisma.sql`s.finding_id IN (
      SELECT w.record_id FROM search_word w WHERE w.organization_id = ${organizationId} AND w.kind = 'finding' AND w.word >= ${term} AND w.word < ${term + LAST})`),
    ...(engagement === null ? [] : [
      Prisma.sql`s.visibility = 'shared_with_auditor' AND f.raised_at < ${engagement.until} AND (s.settled_at IS NULL OR s.settled_at >= ${engagement.from} OR s.status = 'risk_accepted')
        AND EXISTS (${of} AND c.control_id = ANY(${[...engagement.controlIds]}))`,
    ]),
  ];
}

/** Findings by number, the newest first; with a due date in the position, or asked for, by due date, the earliest first. */
export async function findFindings(tx: TenantTransaction, scope: Scope, filter: FindingFilter, order: "newest" | "due", after: FindingPosition | null, take: number): Promise<ListedFinding[]> {
  const position = after === null ? [] : [
    order === "newest" ? Prisma.sql`s.number < ${after.number}` : Prisma.sql`(s.due_on > ${after.dueOn} OR (s.due_on = ${after.dueOn} AND s.number < ${after.number}))`,
  ];
  const rows = await tx.$queryRaw<ListedFinding[]>`
    SELECT s.finding_id AS id, s.number, f.title, f.raised_at AS "raisedAt", s.status, s.severity, s.source_kind AS source, s.visibility, s.due_on AS "dueOn", s.accepted_until AS "acceptedUntil",
           s.settled_at AS "settledAt", s.owner_member_id AS "ownerMemberId", s.owner_placeholder_id AS "ownerPlaceholderId",
           coalesce(m.name || CASE WHEN m.removed_at IS NULL THEN '' ELSE ' (has left)' END, p.name || ' (not a member yet)') AS owner
    FROM finding_state s
    JOIN finding f ON f.organization_id = s.organization_id AND f.id = s.finding_id
    LEFT JOIN member m ON m.organization_id = s.organization_id AND m.id = s.owner_member_id
    LEFT JOIN placeholder_owner p ON p.organization_id = s.organization_id AND p.id = s.owner_placeholder_id
    WHERE ${Prisma.join([...conditions(scope, filter), ...position], " AND ")}
    ORDER BY ${order === "newest" ? Prisma.sql`s.number DESC` : Prisma.sql`s.due_on, s.number DESC`} LIMIT ${take}`;
  return rows.map((row) => ({
    ...row,
    status: storedWord(FINDING_STATUSES, row.status), severity: storedWord(SEVERITIES, row.severity),
    source: storedWord(FINDING_SOURCES, row.source), visibility: storedWord(FINDING_VISIBILITIES, row.visibility),
  }));
}

/** What is still owed, the earliest due first: of some people or of all, up to a day or all of it, and no more than `take`. */
export async function findOwedFindings(tx: TenantTransaction, organizationId: string, { ownerIds, until, take = OWED_AT_ONCE }: { ownerIds?: readonly string[]; until?: string; take?: number } = {}): Promise<ListedFinding[]> {
  return findFindings(tx, { organizationId, engagement: null }, { owed: true, ownerMemberIds: ownerIds, dueUntil: until }, "due", null, take);
}

/** A finding that stands against a control, by its code, or a requirement, by its own. */
export type StandingFinding = StandingFacts & { subject: string; findingId: string; severity: Severity };

/** The findings that stand against controls now: not settled, or with their risk accepted. */
export function standingAgainst(tx: TenantTransaction, scope: Scope, controlCodes: readonly string[]): Promise<StandingFinding[]> {
  const held = scope.engagement === null ? Prisma.empty : Prisma.sql`AND k.id = ANY(${[...scope.engagement.controlIds]})`;
  return standing(tx, scope, Prisma.sql`
    JOIN finding_control t ON t.organization_id = s.organization_id AND t.finding_id = s.finding_id
    JOIN control k ON k.organization_id = s.organization_id AND k.id = t.control_id AND k.code = ANY(${[...controlCodes]}) ${held}`, Prisma.sql`k.code`);
}

/** The findings that stand and name requirements of an edition. */
export function namedBy(tx: TenantTransaction, scope: Scope, frameworkKey: string, codes: readonly string[]): Promise<StandingFinding[]> {
  return standing(tx, scope, Prisma.sql`
    JOIN finding_requirement t ON t.organization_id = s.organization_id AND t.finding_id = s.finding_id AND t.framework_key = ${frameworkKey} AND t.requirement_code = ANY(${[...codes]})`, Prisma.sql`t.requirement_code`);
}

async function standing(tx: TenantTransaction, scope: Scope, joined: Prisma.Sql, subject: Prisma.Sql): Promise<StandingFinding[]> {
  const rows = await tx.$queryRaw<StandingFinding[]>`
    SELECT ${subject} AS subject, s.finding_id AS "findingId", s.severity, s.status, s.due_on AS "dueOn", s.accepted_until AS "acceptedUntil"
    FROM finding_state s JOIN finding f ON f.organization_id = s.organization_id AND f.id = s.finding_id ${joined}
    WHERE ${Prisma.join(conditions(scope, { status: STANDING_STATUSES }), " AND ")}`;
  return rows.map((row) => ({ ...row, status: storedWord(FINDING_STATUSES, row.status), severity: storedWord(SEVERITIES, row.severity) }));
}

export type FindingToVerify = { id: string; name: string; title: string; remediatedAt: Date };

/** Remedied findings that neither are this person's nor were remedied by them, the oldest first. */
export async function findingsToVerify(tx: TenantTransaction, organizationId: string, memberId: string, take: number): Promise<{ total: number; items: FindingToVerify[] }> {
  const other = { OR: [{ ownerMemberId: null }, { ownerMemberId: { not: memberId } }] };
  const where = { organizationId, status: "remediated", remediatedBy: { not: memberId }, ...other };
  const rows = await tx.findingState.findMany({ where, select: { findingId: true, number: true, updatedAt: true, finding: { select: { title: true, raisedAt: true } } }, orderBy: { number: "asc" }, take });
  return {
    total: await tx.findingState.count({ where }),
    items: rows.map(({ findingId, number, updatedAt, finding }) => ({ id: findingId, name: findingName({ number, raisedAt: finding.raisedAt }), title: finding.title, remediatedAt: updatedAt })),
  };
}

export type AcceptedRisk = { id: string; number: number; title: string; raisedAt: Date; acceptedUntil: string; ownerMemberId: string | null; acceptedBy: string | null };

/** Accepted risks that end up to a day. */
export async function acceptancesEnding(tx: TenantTransaction, organizationId: string, until: string): Promise<AcceptedRisk[]> {
  const rows = await tx.findingState.findMany({
    where: { organizationId, status: "risk_accepted", acceptedUntil: { not: null, lte: until } },
    select: { findingId: true, acceptedUntil: true, ownerMemberId: true, acceptedBy: true, number: true, finding: { select: { title: true, raisedAt: true } } },
    orderBy: [{ acceptedUntil: "asc" }, { number: "asc" }],
  });
  return rows.flatMap(({ findingId, finding, acceptedUntil, ...row }) => (acceptedUntil === null ? [] : [{ ...row, ...finding, id: findingId, acceptedUntil }]));
}
