import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

// After every text that begins with the term, in the order of bytes in which words are kept.
const LAST = "\u{10FFFF}";
/** Terms that are asked for: each costs a look into the index per record. */
const MOST_TERMS = 6;
/** Records of the rarest term that are listed before the walk. Where it has more, one in a hundred of a library of half a million has it, and the walk ends soon. */
const LISTED = 5_000;

/** Records whose lists are searched by the words that triggers keep of them. */
type Called = { kind: "evidence" | "rule_text"; /** The column that names the record in the statement which the condition is for. */ recordId: Prisma.Sql };

/**
 * The condition that a record is called by every word of a text (an evidence by its number, title, file's name or address),
 * folded and begun as the search of records does it. The rarest word leads where few have it.
 */
export async function calledBy(tx: TenantTransaction, organizationId: string, text: string, { kind, recordId }: Called): Promise<Prisma.Sql> {
  const terms = await tx.$queryRaw<{ term: string; count: number }[]>`
    SELECT asked.term, n.count::int AS count FROM (SELECT search_terms(${text}) AS term LIMIT ${MOST_TERMS}) asked
    CROSS JOIN LATERAL (SELECT count(*) FROM (
      SELECT FROM search_word w WHERE w.organization_id = ${organizationId} AND w.kind = ${kind} AND w.word >= asked.term AND w.word < asked.term || ${LAST} LIMIT ${LISTED + 1}
    ) counted) n ORDER BY n.count, asked.term`;
  const [rarest, ...others] = terms;
  // A text of signs alone names nothing.
  if (rarest === undefined) return Prisma.sql`AND false`;
  const leads = rarest.count <= LISTED
    ? Prisma.sql`AND ${recordId} = ANY(${await recordsWith(tx, organizationId, kind, rarest.term)}::text[])`
    : hasWord(organizationId, rarest.term, recordId);
  return Prisma.join([leads, ...others.map(({ term }) => hasWord(organizationId, term, recordId))], " ");
}

async function recordsWith(tx: TenantTransaction, organizationId: string, kind: Called["kind"], term: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT w.record_id AS id FROM search_word w WHERE w.organization_id = ${organizationId} AND w.kind = ${kind} AND w.word >= ${term} AND w.word < ${term + LAST}`;
  return rows.map(({ id }) => id);
}

// With its LIMIT it stays a look into the index per row: as a join the planner would read all words that begin so.
function hasWord(organizationId: string, term: string, recordId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`AND (SELECT true FROM search_word w WHERE w.organization_id = ${organizationId} AND w.record_id = ${recordId} AND w.word >= ${term} AND w.word < ${term + LAST} LIMIT 1)`;
}
