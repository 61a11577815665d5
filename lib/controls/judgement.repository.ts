import { Prisma } from "#prisma/generated/client.ts";

/**
 * What had been judged of answers at an instant, as pieces of a query over `evidence_answer a`. Nearly all evidence is
 * accepted and stays so; what is open now and what was judged later are small sets, found by index, so that no answer
 * needs a look at its reviews but those judged since.
 */
export type JudgementAt = {
  /** Common table expressions, without WITH. */
  tables: Prisma.Sql;
  /** Joins for `a`. */
  joins: Prisma.Sql;
  /** `awaiting`, `accepted` or `rejected`, as text. */
  standing: Prisma.Sql;
};

export function judgementAt(organizationId: string, at: Date): JudgementAt {
  return {
    tables: Prisma.sql`
      judged_later AS MATERIALIZED (
        SELECT DISTINCT r.evidence_id FROM evidence_review r WHERE r.organization_id = ${organizationId} AND r.recorded_at > ${at}
      ), open_now AS MATERIALIZED (
        SELECT s.evidence_id, s.review_state FROM evidence_state s
        WHERE s.organization_id = ${organizationId} AND s.review_state = ANY(ARRAY['awaiting', 'rejected'])
      )`,
    joins: Prisma.sql`
      LEFT JOIN judged_later later ON later.evidence_id = a.evidence_id
      LEFT JOIN open_now ON open_now.evidence_id = a.evidence_id`,
    standing: Prisma.sql`
      CASE WHEN later.evidence_id IS NULL THEN coalesce(open_now.review_state, 'accepted')
      ELSE coalesce((
        SELECT r.decision::text FROM evidence_review r
        WHERE r.organization_id = a.organization_id AND r.evidence_id = a.evidence_id AND r.recorded_at <= ${at}
        ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1), 'awaiting') END`,
  };
}
