import type { Scope } from "#lib/access/index.ts";
import type { FileFault } from "#lib/evidence/client.ts";
import { fileFaults } from "#lib/evidence/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { RecordKind } from "./record-kind.ts";

/** A record that was found: what it is called, and what leads to it. */
export type FoundName = { id: string; code: string | null; title: string; note: string | null; /** Why the file of an evidence cannot be had. */ fault?: FileFault };

/** How often each term begins a word of each kind, counted up to a limit. */
export type TermCount = { term: string; kind: RecordKind; count: number };

// After every text that begins with the term, in the order of bytes in which words are kept.
const LAST = "\u{10FFFF}";

/** The terms of a text, each folded as the words are that are kept. */
export async function termsOf(tx: TenantTransaction, text: string, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ term: string }[]>`SELECT search_terms(${text}) AS term LIMIT ${limit}`;
  return rows.map((row) => row.term);
}

/** Counts no further than `limit`: enough to know which term is the rarest. */
export function countTerms(tx: TenantTransaction, scope: Scope, kinds: readonly RecordKind[], terms: readonly string[], limit: number): Promise<TermCount[]> {
  return tx.$queryRaw<TermCount[]>`
    SELECT term, kind, n.count::int AS count
    FROM unnest(${[...terms]}::text[]) term CROSS JOIN unnest(${[...kinds]}::text[]) kind
    CROSS JOIN LATERAL (SELECT count(*) FROM (
      SELECT FROM search_word w WHERE w.organization_id = ${scope.organizationId} AND w.kind = kind.kind AND w.word >= term.term AND w.word < term.term || ${LAST} LIMIT ${limit}
    ) counted) n`;
}

/**
 * Records of one kind that have a word beginning with each term: those that have the first term as a whole word before
 * those that it only begins, and the newest of them before older ones. Looks at `looked` entries of the first term.
 */
export async function idsWithTerms(tx: TenantTransaction, scope: Scope, kind: RecordKind, terms: readonly [string, ...string[]], bounds: { looked: number; found: number }): Promise<string[]> {
  const [first, ...others] = terms;
  const of = Prisma.sql`w.organization_id = ${scope.organizationId} AND w.kind = ${kind}`;
  // With its LIMIT each stays a look into the index per hit: as a join the planner would read all words that begin so.
  const also = others.map((term) => Prisma.sql`AND (
    SELECT true FROM search_word o WHERE o.organization_id = ${scope.organizationId} AND o.record_id = hit.record_id AND o.word >= ${term} AND o.word < ${term + LAST} LIMIT 1)`);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT hit.record_id AS id FROM (
      (SELECT w.word, w.record_id FROM search_word w WHERE ${of} AND w.word = ${first} ORDER BY w.record_id DESC LIMIT ${bounds.looked})
      UNION ALL
      (SELECT w.word, w.record_id FROM search_word w WHERE ${of} AND w.word > ${first} AND w.word < ${first + LAST} ORDER BY w.word DESC, w.record_id DESC LIMIT ${bounds.looked})
    ) hit WHERE true ${also.length === 0 ? Prisma.empty : Prisma.join(also, " ")} LIMIT ${bounds.found}`;
  return [...new Set(rows.map((row) => row.id))];
}

type NamesOf = (tx: TenantTransaction, scope: Scope, ids: string[]) => Promise<FoundName[]>;

const NAMES: Readonly<Record<RecordKind, NamesOf>> = {
  control: (tx, { organizationId, engagement }, ids) => tx.$queryRaw`
    SELECT DISTINCT ON (c.id) c.id, c.code, v.title, v.owner_team AS note
    FROM control c JOIN control_version v ON v.organization_id = c.organization_id AND v.control_id = c.id
    WHERE c.organization_id = ${organizationId} AND c.id = ANY(${ids}) ${engagement === null ? Prisma.empty : Prisma.sql`AND c.id = ANY(${[...engagement.controlIds]})`}
    ORDER BY c.id, v.version DESC`,
  // An auditor gets what is accepted, answers a control of theirs and speaks for a time inside the period.
  evidence: (tx, { organizationId, engagement }, ids) => tx.$queryRaw`
    SELECT e.id, 'EV-' || e.number AS code, e.title, NULL AS note FROM evidence e
    WHERE e.organization_id = ${organizationId} AND e.id = ANY(${ids}) ${engagement === null ? Prisma.empty : Prisma.sql`AND EXISTS (
      SELECT FROM evidence_answer a
      JOIN evidence_state s ON s.organization_id = a.organization_id AND s.evidence_id = a.evidence_id AND s.review_state = 'accepted'
      JOIN evidence_request r ON r.organization_id = a.organization_id AND r.id = a.request_id AND r.control_id = ANY(${[...engagement.controlIds]})
      WHERE a.organization_id = e.organization_id AND a.evidence_id = e.id AND a.effective_from < ${engagement.until} AND a.effective_until > ${engagement.from})`}`,
  // An auditor gets what is shared, touches a control of theirs and was there within the period.
  finding: (tx, { organizationId, engagement }, ids) => tx.$queryRaw`
    SELECT f.id, 'FND-' || to_char(f.raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || f.number AS code, f.title, NULL AS note
    FROM finding f WHERE f.organization_id = ${organizationId} AND f.id = ANY(${ids}) ${engagement === null ? Prisma.empty : Prisma.sql`
      AND f.raised_at < ${engagement.until}
      AND EXISTS (SELECT FROM finding_state s WHERE s.organization_id = f.organization_id AND s.finding_id = f.id AND s.visibility = 'shared_with_auditor'
        AND (s.settled_at IS NULL OR s.settled_at >= ${engagement.from} OR s.status = 'risk_accepted'))
      AND EXISTS (SELECT FROM finding_control c WHERE c.organization_id = f.organization_id AND c.finding_id = f.id AND c.control_id = ANY(${[...engagement.controlIds]}))`}`,
  incident: (tx, { organizationId, engagement }, ids) => tx.$queryRaw`
    SELECT i.id, 'INC-' || to_char(i.declared_at AT TIME ZONE 'UTC', 'YYYY') || '-' || lpad(i.number::text, greatest(3, length(i.number::text)), '0') AS code, i.title, NULL AS note
    FROM incident i WHERE i.organization_id = ${organizationId} AND i.id = ANY(${ids})
    ${engagement === null ? Prisma.empty : Prisma.sql`AND i.declared_at >= ${engagement.from} AND i.declared_at < ${engagement.until}`}`,
  engagement: (tx, { organizationId, engagement }, ids) => tx.$queryRaw`
    SELECT id, NULL AS code, name AS title, audit_firm AS note FROM engagement
    WHERE organization_id = ${organizationId} AND id = ANY(${ids}) ${engagement === null ? Prisma.empty : Prisma.sql`AND id = ${engagement.id}`}`,
  packet: (tx, { organizationId, engagement }, ids) => tx.$queryRaw`
    SELECT p.id, 'PKT-' || p.number AS code, c.code || ', ' || p.first_day || ' to ' || p.last_day AS title, NULL AS note
    FROM packet p JOIN control c ON c.organization_id = p.organization_id AND c.id = p.control_id
    WHERE p.organization_id = ${organizationId} AND p.id = ANY(${ids}) ${engagement === null ? Prisma.empty : Prisma.sql`
      AND p.engagement_id = ${engagement.id} AND p.control_id = ANY(${[...engagement.controlIds]})
      AND EXISTS (SELECT FROM packet_state s WHERE s.organization_id = p.organization_id AND s.packet_id = p.id AND s.status = 'sealed')`}`,
  person: (tx, { organizationId }, ids) => tx.$queryRaw`
    SELECT id, NULL AS code, name AS title, email AS note FROM member WHERE organization_id = ${organizationId} AND id = ANY(${ids}) AND removed_at IS NULL`,
};

/** The names of the records that lie within the scope, in the order given, at most so many. */
export async function namesOfRecords(tx: TenantTransaction, scope: Scope, kind: RecordKind, ids: readonly string[], most: number, now: Date): Promise<FoundName[]> {
  if (ids.length === 0) return [];
  const names = new Map((await NAMES[kind](tx, scope, [...ids])).map((name) => [name.id, name]));
  const shown = ids.flatMap((id) => names.get(id) ?? []).slice(0, most);
  if (kind !== "evidence") return shown;
  const faults = await fileFaults(tx, scope.organizationId, shown.map(({ id }) => id), now);
  return shown.map((name) => {
    const fault = faults.get(name.id);
    return fault === undefined ? name : { ...name, fault };
  });
}
