import type { Scope } from "#lib/access/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type AcceptedEvidence = { id: string; number: number; title: string; acceptedAt: Date; controlCodes: string[] };

/**
 * Evidence accepted after an instant that answers controls of an auditor's engagement and speaks for a time inside its
 * period, the newest first; at most `limit`.
 */
export function evidenceAcceptedSince(tx: TenantTransaction, scope: Scope & { engagement: NonNullable<Scope["engagement"]> }, since: Date, limit: number): Promise<AcceptedEvidence[]> {
  const { controlIds, from, until } = scope.engagement;
  return tx.$queryRaw<AcceptedEvidence[]>`
    SELECT e.id, e.number, e.title, s.reviewed_at AS "acceptedAt", answered.codes AS "controlCodes"
    FROM evidence_state s
    JOIN evidence e ON e.organization_id = s.organization_id AND e.id = s.evidence_id
    CROSS JOIN LATERAL (
      SELECT array_agg(DISTINCT c.code ORDER BY c.code) AS codes
      FROM evidence_answer a
      JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
      JOIN control c ON c.organization_id = q.organization_id AND c.id = q.control_id
      WHERE a.organization_id = e.organization_id AND a.evidence_id = e.id AND q.control_id = ANY(${[...controlIds]}::text[])
    ) answered
    WHERE s.organization_id = ${scope.organizationId} AND s.reviewed_at > ${since} AND s.review_state = 'accepted'
      AND e.effective_from < ${until} AND e.effective_until > ${from} AND answered.codes IS NOT NULL
    ORDER BY s.reviewed_at DESC, s.evidence_id DESC LIMIT ${limit}`;
}
