import type { Scope } from "#lib/access/index.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { approvalOf, type Approval, type StoredApproval } from "./approval.ts";
import type { RequestVersion } from "./request-history.ts";

/** Changes of a control's mappings that were recorded together. */
export type MappingChange = { recordedAt: Date; effectiveFrom: Date; added: number; retracted: number; approval: Approval | null };

export async function mappingChanges(tx: TenantTransaction, organizationId: string, controlId: string): Promise<MappingChange[]> {
  const rows = await tx.$queryRaw<(Omit<MappingChange, "approval"> & StoredApproval)[]>`
    SELECT recorded_at AS "recordedAt", effective_from AS "effectiveFrom", draft_id AS "draftId", approval, proposed_by AS "proposedBy", approved_by AS "approvedBy",
           count(*) FILTER (WHERE NOT retracted)::int AS added, count(*) FILTER (WHERE retracted)::int AS retracted
    FROM mapping_version WHERE organization_id = ${organizationId} AND control_id = ${controlId}
    GROUP BY recorded_at, effective_from, draft_id, approval, proposed_by, approved_by ORDER BY recorded_at DESC`;
  return rows.map(({ draftId, approval, proposedBy, approvedBy, ...row }) => ({ ...row, approval: approvalOf({ draftId, approval, proposedBy, approvedBy }) }));
}

export type StoredRequestVersion = Omit<RequestVersion, "ownerName"> & { ownerMemberId: string | null; ownerPlaceholderId: string | null };

/** Every version of a control's evidence requests. */
export function requestVersions(tx: TenantTransaction, organizationId: string, controlId: string): Promise<StoredRequestVersion[]> {
  return tx.evidenceRequestVersion.findMany({
    where: { organizationId, controlId }, orderBy: [{ requestId: "asc" }, { number: "asc" }],
    select: { requestId: true, number: true, title: true, guidance: true, freshnessDays: true, sourceKinds: true, ownerMemberId: true, ownerPlaceholderId: true, asked: true, effectiveFrom: true, recordedAt: true },
  });
}

export type ReviewEvent = { at: Date; decision: "accepted" | "rejected"; evidenceId: string; number: number; title: string; reviewer: string };

/** How many of each request's newest answers the history looks at. */
const ANSWERS_PER_REQUEST = 20;

/**
 * Reviews known at an instant, newest first, of the answers to each request of a control that were newest then.
 * An auditor learns of what is accepted and touches the engagement's period.
 */
export async function newestReviews(tx: TenantTransaction, scope: Scope, controlId: string, asOf: AsOf, limit: number): Promise<ReviewEvent[]> {
  const { engagement, organizationId } = scope;
  const told = engagement === null ? Prisma.empty : Prisma.sql`
    JOIN evidence_state s ON s.organization_id = r.organization_id AND s.evidence_id = r.evidence_id AND s.review_state = 'accepted' AND r.decision = 'accepted'
    JOIN evidence t ON t.organization_id = r.organization_id AND t.id = r.evidence_id AND t.effective_from < ${engagement.until} AND t.effective_until > ${engagement.from}`;
  return tx.$queryRaw<ReviewEvent[]>`
    SELECT r.recorded_at AS at, r.decision, e.id AS "evidenceId", e.number, e.title, coalesce(m.name, 'Tickmark, by rule') AS reviewer
    FROM (
      SELECT r.id, r.recorded_at, r.decision::text AS decision, r.evidence_id, r.reviewed_by
      FROM (
        SELECT DISTINCT newest.evidence_id FROM evidence_request q CROSS JOIN LATERAL (
          SELECT a.evidence_id FROM evidence_answer a
          WHERE a.organization_id = q.organization_id AND a.request_id = q.id AND a.collected_at <= ${provenUntil(asOf)} AND a.recorded_at <= ${asOf.knownAt}
          ORDER BY a.collected_at DESC, a.evidence_id DESC LIMIT ${ANSWERS_PER_REQUEST}
        ) newest WHERE q.organization_id = ${organizationId} AND q.control_id = ${controlId}
      ) answer
      JOIN evidence_review r ON r.organization_id = ${organizationId} AND r.evidence_id = answer.evidence_id AND r.recorded_at <= ${asOf.knownAt} ${told}
      ORDER BY r.recorded_at DESC, r.id DESC LIMIT ${limit}
    ) r
    JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = r.evidence_id
    LEFT JOIN member m ON m.organization_id = ${organizationId} AND m.id = r.reviewed_by
    ORDER BY r.recorded_at DESC, r.id DESC`;
}

export type NewestAnswer = { requestId: string; evidenceId: string; number: number; title: string; sourceKind: SourceKind; collectedAt: Date };

/** The newest accepted answer of each request, as it stood at an instant; inside the auditor's period for an auditor. */
export async function newestAccepted(tx: TenantTransaction, scope: Scope, requestIds: readonly string[], asOf: AsOf): Promise<Map<string, NewestAnswer>> {
  const from = scope.engagement?.from ?? null;
  const until = scope.engagement?.until ?? null;
  const rows = await tx.$queryRaw<NewestAnswer[]>`
    SELECT q.id AS "requestId", e.id AS "evidenceId", e.number, e.title, e.source_kind::text AS "sourceKind", e.collected_at AS "collectedAt"
    FROM evidence_request q
    CROSS JOIN LATERAL (
      SELECT a.evidence_id FROM evidence_answer a
      CROSS JOIN LATERAL (
        SELECT r.decision FROM evidence_review r
        WHERE r.organization_id = a.organization_id AND r.evidence_id = a.evidence_id AND r.recorded_at <= ${asOf.knownAt}
        ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1
      ) v
      WHERE a.organization_id = q.organization_id AND a.request_id = q.id AND a.collected_at <= ${provenUntil(asOf)} AND a.recorded_at <= ${asOf.knownAt} AND v.decision = 'accepted'
        AND (${from}::timestamptz IS NULL OR (a.effective_from < ${until}::timestamptz AND a.effective_until > ${from}::timestamptz))
      ORDER BY a.collected_at DESC, a.evidence_id DESC LIMIT 1
    ) newest
    JOIN evidence e ON e.organization_id = q.organization_id AND e.id = newest.evidence_id
    WHERE q.organization_id = ${scope.organizationId} AND q.id = ANY(${[...requestIds]}::text[])`;
  return new Map(rows.map((row) => [row.requestId, row]));
}
