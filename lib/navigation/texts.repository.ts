import type { Scope } from "#lib/access/index.ts";
import type { FileFault } from "#lib/evidence/client.ts";
import { fileFaults } from "#lib/evidence/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { TextKind } from "./text-kind.ts";
import { MARK, markedParts, type MarkedPart } from "./text-question.ts";

export type TextHit = { id: string; rank: number };

/** A record as a search shows it, with what was asked for marked in its title and in a piece of its text. */
export type FoundText = { kind: TextKind; id: string; code: string; title: MarkedPart[]; snippet: MarkedPart[]; /** Below the organization or the engagement. */ path: string; /** Why the file of an evidence cannot be had; null where it can, and of what is no evidence. */ fault: FileFault | null };

const LIMITS = {
  /** Hits of one kind that are ranked and counted; beyond it a total is "so many and more". */
  hits: 1_000,
  /** Of kinds of which there may be a great many: the newest hits alone. */
  manyHits: 200,
  /** The newest of those that are looked through for what is frequent, before the index is asked: some 10 ms. */
  manyWalk: 8_000,
  /** Of a text, as much as a snippet is sought in. */
  snippetCharacters: 8_000,
} as const;

const query = (text: string): Prisma.Sql => Prisma.sql`websearch_to_tsquery('english', search_fold(${text}))`;

/** Whether anything is left of a question once the words are taken out that every text has. */
export async function asksForAnything(tx: TenantTransaction, text: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ nodes: number }[]>`SELECT numnode(${query(text)}) AS nodes`;
  return (row?.nodes ?? 0) > 0;
}

/**
 * Hits of one kind with their rank, and whether there may be more than were looked at. An engagement's controls and period
 * are told to the function that looks: what lies outside of them is not found.
 */
export async function hitsOf(tx: TenantTransaction, { organizationId, engagement }: Scope, kind: TextKind, text: string): Promise<{ found: TextHit[]; more: boolean }> {
  const many = kind === "evidence" || kind === "finding";
  const limit = many ? LIMITS.manyHits : LIMITS.hits;
  const [row] = await tx.$queryRaw<{ hits: [string, number][]; more: boolean }[]>`
    SELECT hits, more FROM search_texts(${query(text)}, ${kind}, ${many ? LIMITS.manyWalk : 0}::int, ${limit}::int,
      ${engagement === null ? null : [...engagement.controlIds]}::text[], ${engagement?.from ?? null}::timestamptz, ${engagement?.until ?? null}::timestamptz)`;
  const found = (row?.hits ?? []).map(([id, rank]) => ({ id, rank }));
  if (kind === "requirement") found.push(...(await shippedRequirements(tx, organizationId, text)));
  return { found, more: row?.more ?? false };
}

/** The standards are the same for everybody and few: those that the organization has adopted are read as they are. */
function shippedRequirements(tx: TenantTransaction, organizationId: string, text: string): Promise<TextHit[]> {
  return tx.$queryRaw<TextHit[]>`
    SELECT id, ts_rank(lexemes, ${query(text)}, 1) AS rank FROM (
      SELECT r.framework_key || ' ' || r.code AS id, search_lexemes('', '', r.code || ' ' || r.title, r.group_title) AS lexemes
      FROM (SELECT DISTINCT ON (framework_key) framework_key, state FROM framework_adoption WHERE organization_id = ${organizationId} ORDER BY framework_key, number DESC) a
      JOIN requirement r ON r.framework_key = a.framework_key WHERE a.state = 'adopted') said
    WHERE lexemes @@ ${query(text)}`;
}

type Told = { id: string; code: string; title: string; snippet: string; path: string };

const marked = (column: Prisma.Sql, text: string, whole: boolean): Prisma.Sql =>
  Prisma.sql`ts_headline('english', left(${column}, ${LIMITS.snippetCharacters}::int), ${query(text)}, ${`StartSel=${MARK.start}, StopSel=${MARK.stop}, ${whole ? "HighlightAll=true" : "MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=\" … \""}`})`;

const TELL: Readonly<Record<TextKind, (tx: TenantTransaction, organizationId: string, ids: string[], text: string) => Promise<Told[]>>> = {
  control: (tx, o, ids, text) => tx.$queryRaw`
    SELECT c.id, c.code, ${marked(Prisma.sql`v.title`, text, true)} AS title, ${marked(Prisma.sql`search_text_of(v)`, text, false)} AS snippet, 'controls/' || c.code AS path
    FROM control c CROSS JOIN LATERAL (SELECT * FROM control_version v WHERE v.organization_id = c.organization_id AND v.control_id = c.id ORDER BY v.version DESC LIMIT 1) v
    WHERE c.organization_id = ${o} AND c.id = ANY(${ids}::text[])`,
  requirement: (tx, o, ids, text) => tx.$queryRaw`
    SELECT r.key || ' ' || r.code AS id, r.code, ${marked(Prisma.sql`r.title`, text, true)} AS title, r.name AS snippet, 'frameworks/' || r.key || '?cell=' || r.code AS path FROM (
      SELECT f.key, r.code, r.title, f.name || ' ' || f.edition || ', ' || r.group_title AS name FROM requirement r JOIN framework f ON f.key = r.framework_key
      UNION ALL
      SELECT v.framework_key, r.code, r.title, v.name || ' ' || v.edition || ', ' || r.group_title FROM (
        SELECT DISTINCT ON (framework_key) * FROM own_framework_version WHERE organization_id = ${o} ORDER BY framework_key, version DESC) v
      JOIN own_requirement r ON r.organization_id = v.organization_id AND r.version_id = v.id) r
    WHERE r.key || ' ' || r.code = ANY(${ids}::text[])`,
  mapping: (tx, o, ids, text) => tx.$queryRaw`
    SELECT k.id, c.code, k.requirement_code || ' of ' || coalesce(f.name || ' ' || f.edition, k.framework_key) AS title, ${marked(Prisma.sql`m.rationale`, text, false)} AS snippet, 'controls/' || c.code AS path
    FROM (SELECT id, split_part(id, ' ', 1) AS control_id, split_part(id, ' ', 2) AS framework_key, split_part(id, ' ', 3) AS requirement_code FROM unnest(${ids}::text[]) AS asked(id)) k
    JOIN control c ON c.organization_id = ${o} AND c.id = k.control_id
    CROSS JOIN LATERAL (
      SELECT m.rationale FROM mapping_version m WHERE m.organization_id = ${o} AND m.control_id = k.control_id AND m.framework_key = k.framework_key AND m.requirement_code = k.requirement_code
      ORDER BY m.recorded_at DESC, m.id DESC LIMIT 1) m
    LEFT JOIN framework f ON f.key = k.framework_key`,
  evidence: (tx, o, ids, text) => tx.$queryRaw`
    SELECT e.id, 'EV-' || e.number AS code, ${marked(Prisma.sql`e.title`, text, true)} AS title, ${marked(Prisma.sql`concat_ws(' ', e.note, e.file_name)`, text, false)} AS snippet, 'evidence/EV-' || e.number AS path
    FROM evidence e WHERE e.organization_id = ${o} AND e.id = ANY(${ids}::text[])`,
  incident: (tx, o, ids, text) => tx.$queryRaw`
    SELECT i.id, 'INC-' || to_char(i.declared_at AT TIME ZONE 'UTC', 'YYYY') || '-' || lpad(i.number::text, greatest(3, length(i.number::text)), '0') AS code, ${marked(Prisma.sql`i.title`, text, true)} AS title, '' AS snippet, 'incidents/' || i.id AS path
    FROM incident i WHERE i.organization_id = ${o} AND i.id = ANY(${ids}::text[])`,
  finding: (tx, o, ids, text) => tx.$queryRaw`
    SELECT f.id, 'FND-' || to_char(f.raised_at AT TIME ZONE 'UTC', 'YYYY') || '-' || f.number AS code, ${marked(Prisma.sql`f.title`, text, true)} AS title,
           ${marked(Prisma.sql`search_text_of_finding(${o}, f.id)`, text, false)} AS snippet, 'findings/' || f.id AS path
    FROM finding f WHERE f.organization_id = ${o} AND f.id = ANY(${ids}::text[])`,
};

/** What the hits are called and say, with the finds marked. */
export async function textsOf(tx: TenantTransaction, { organizationId }: Scope, kind: TextKind, ids: readonly string[], text: string, now: Date): Promise<FoundText[]> {
  if (ids.length === 0) return [];
  const rows = await TELL[kind](tx, organizationId, [...ids], text);
  const faults = kind === "evidence" ? await fileFaults(tx, organizationId, ids, now) : new Map<string, FileFault>();
  return rows.map(({ title, snippet, ...row }) => ({ ...row, kind, title: markedParts(title), snippet: markedParts(snippet), fault: faults.get(row.id) ?? null }));
}
