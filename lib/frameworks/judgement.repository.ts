import { ACCEPTED_AT_SUBMISSION } from "#lib/evidence/client.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import { lowestIdAt } from "#lib/platform/ids.ts";
import { Prisma } from "#prisma/generated/client.ts";

// Pieces of queries over `evidence_answer a`. They are made so that an answer is read only when it decides something:
// whoever needs the newest or the first accepted answer walks an index in that order and stops at the first that is.

/** The instant that an answer proves its request up to: `goodAt` (lib/evidence/freshness.ts). Three indexes are on this expression. */
export const GOOD_AT = Prisma.sql`least(a.effective_until, a.collected_at)`;

// Written as a constant: the planner must see it to use the partial index on later reviews.
const AT_SUBMISSION = Prisma.raw(`'${ACCEPTED_AT_SUBMISSION}'`);

/** What the newest review recorded by an instant said: `accepted`, `rejected`, or null for none. */
function decisionAt(at: Date | Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT r.decision::text FROM evidence_review r
    WHERE r.organization_id = a.organization_id AND r.evidence_id = a.evidence_id AND r.recorded_at <= ${at}
    ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1)`;
}

/** Condition: recorded by the instant (or what a column says of it), and accepted as far as was known then. */
export function acceptedAt(at: Date | Prisma.Sql): Prisma.Sql {
  return Prisma.sql`a.recorded_at <= ${at} AND ${decisionAt(at)} = 'accepted'`;
}

/** What proves nothing yet at the instant looked at. Left out where nothing later is known anyway, so that the planner sees the plain query. */
function goodBy(asOf: AsOf): Prisma.Sql {
  return provenUntil(asOf) < asOf.knownAt ? Prisma.sql`AND ${GOOD_AT} <= ${asOf.effectiveAt}` : Prisma.empty;
}

/**
 * The same condition where `unsettled` stands in the query for the same instants and requests: one look into a small hash
 * for each answer, instead of one at its reviews.
 */
export function settledAt(asOf: AsOf): Prisma.Sql {
  return Prisma.sql`a.recorded_at <= ${asOf.knownAt} ${goodBy(asOf)} AND a.evidence_id NOT IN (SELECT evidence_id FROM unsettled)`;
}

/**
 * A common table expression `unsettled` (without WITH): what answers to requests were not accepted by what was known at an
 * instant, with `standing` `awaiting` or `rejected`. Nearly all evidence is accepted and stays so, so the few candidates
 * come first: what is open now, and what was judged after the instant though recorded before (an id begins with its
 * instant; what was accepted in its submission cannot be among them).
 */
export function unsettledAt(organizationId: string, requestIds: readonly string[], asOf: AsOf): Prisma.Sql {
  const { knownAt } = asOf;
  const recordedLater = lowestIdAt("evi", knownAt.getTime() + 1);
  return Prisma.sql`
    candidate AS MATERIALIZED (
      SELECT u.evidence_id FROM unsettled_answer u
      WHERE u.organization_id = ${organizationId} AND u.request_id = ANY(${[...requestIds]}::text[])
      UNION
      SELECT r.evidence_id FROM evidence_review r
      WHERE r.organization_id = ${organizationId} AND r.recorded_at > ${knownAt} AND r.evidence_id < ${recordedLater} AND r.reviewed_by <> ${AT_SUBMISSION}
    ), unsettled AS MATERIALIZED (
      SELECT * FROM (
        SELECT a.request_id, a.evidence_id, a.effective_from, ${GOOD_AT} AS good_at, coalesce(${decisionAt(knownAt)}, 'awaiting') AS standing
        FROM candidate c JOIN evidence_answer a ON a.organization_id = ${organizationId} AND a.evidence_id = c.evidence_id
        WHERE a.request_id = ANY(${[...requestIds]}::text[]) AND a.recorded_at <= ${knownAt} ${goodBy(asOf)}
      ) judged WHERE standing <> 'accepted'
    )`;
}
