import { SEVERITIES } from "#lib/alerts/client.ts";
import type { Scope } from "#lib/access/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { Severity } from "#prisma/generated/enums.ts";
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
      // One question per finding, which stops with the page: two of them would first be answered for all findings.
      Prisma.sql`EXISTS (${of} AND c.control_id = ANY(${[...filter.requirement.controlIds]}) UNION ALL
        SELECT FROM finding_requirement r WHERE r.organization_id = s.organization_id AND r.finding_id = s.finding_id AND r.framework_key = ${filter.requirement.frameworkKey} AND r.requirement_code = ${filter.requirement.code})`,
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
    order === "newest" ? Prisma.sql`s.number < ${after.number}` : Prisma.sql`s.due_on >= ${after.dueOn} AND (s.due_on > ${after.dueOn} OR s.number < ${after.number})`,
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

/** What stands against one of the subjects asked for; `worst` is the gravest of what is not settled. */
export type StandingRow = { key: string; open: number; accepted: number; late: number; worst: Severity | null };

export type StandingSubject = { key: string; controlCodes: readonly string[] };

/**
 * Counts per subject the findings that stand against its controls, or name it as a requirement of an edition; each once.
 * Late is what `findingStanding` calls so.
 */
export async function countStanding(tx: TenantTransaction, scope: Scope, subjects: readonly StandingSubject[], frameworkKey: string | null, today: string): Promise<StandingRow[]> {
  const { organizationId, engagement } = scope;
  const pairs = subjects.flatMap(({ key, controlCodes }) => controlCodes.map((code) => ({ key, code })));
  const held = engagement === null ? Prisma.empty : Prisma.sql`AND k.id = ANY(${[...engagement.controlIds]})`;
  // Only an engagement's period asks when a finding was raised.
  const raised = engagement === null ? Prisma.empty : Prisma.sql`JOIN finding f ON f.organization_id = s.organization_id AND f.id = s.finding_id`;
  const rows = await tx.$queryRaw<(Omit<StandingRow, "worst"> & { worst: number | null })[]>`
    WITH standing AS MATERIALIZED (
      SELECT s.finding_id, s.status = 'risk_accepted' AS accepted, array_position(${[...SEVERITIES]}::text[], s.severity) AS rank,
             CASE s.status WHEN 'risk_accepted' THEN s.accepted_until < ${today} WHEN 'remediated' THEN false ELSE s.due_on < ${today} END AS late
      FROM finding_state s ${raised}
      WHERE ${Prisma.join(conditions(scope, { status: STANDING_STATUSES }), " AND ")}
    ), against AS MATERIALIZED (
      SELECT k.code, n.* FROM standing n
      JOIN finding_control t ON t.organization_id = ${organizationId} AND t.finding_id = n.finding_id
      JOIN control k ON k.organization_id = ${organizationId} AND k.id = t.control_id ${held} WHERE k.code = ANY(${[...new Set(pairs.map(({ code }) => code))]})
    ), touching AS (
      SELECT a.key, g.finding_id, g.accepted, g.rank, g.late FROM unnest(${pairs.map(({ key }) => key)}::text[], ${pairs.map(({ code }) => code)}::text[]) AS a(key, code) JOIN against g ON g.code = a.code
      UNION
      SELECT r.requirement_code, n.finding_id, n.accepted, n.rank, n.late FROM standing n
      JOIN finding_requirement r ON r.organization_id = ${organizationId} AND r.finding_id = n.finding_id AND r.framework_key = ${frameworkKey} AND r.requirement_code = ANY(${subjects.map(({ key }) => key)})
    )
    SELECT key, (count(*) FILTER (WHERE NOT accepted))::int AS open, (count(*) FILTER (WHERE accepted))::int AS accepted, (count(*) FILTER (WHERE late))::int AS late, min(rank) FILTER (WHERE NOT accepted) AS worst
    FROM touching GROUP BY key`;
  return rows.map(({ worst, ...row }) => ({ ...row, worst: worst === null ? null : (SEVERITIES[worst - 1] ?? null) }));
}

export type FindingToVerify = { id: string; name: string; title: string; remediatedAt: Date };

/** Remedied findings that neither are this person's nor were remedied by them, the oldest first. */
export async function findingsToVerify(tx: TenantTransaction, organizationId: string, memberId: string, take: number): Promise<{ total: number; items: FindingToVerify[] }> {
  const other = { OR: [{ ownerMemberId: null }, { ownerMemberId: { not: memberId } }] };
  const where = { organizationId, status: "remediated", remediatedBy: { not: memberId }, ...other };
  const rows = await tx.findingState.findMany({ where, select: { findingId: true, number: true, updatedAt: true, finding: { select: { title: true, raisedAt: true } } }, orderBy: { number: "asc" }, take });
  return {
    total: await tx.findingState.count({ where, take: COUNT_LOOKS }),
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
