import type { Scope } from "#lib/access/index.ts";
import { acceptedAt } from "#lib/frameworks/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { supersededBefore } from "./supersession.repository.ts";

export type DossierEvidenceRow = {
  id: string;
  number: number;
  title: string;
  sourceKind: SourceKind;
  sourceId: string;
  sourceHash: string;
  note: string;
  fileName: string | null;
  mediaType: string | null;
  byteLength: bigint | null;
  blobSha256: string | null;
  webAddress: string | null;
  collectedAt: Date;
  effectiveFrom: Date;
  effectiveUntil: Date;
  submittedBy: string;
  recordedAt: Date;
  reviewedBy: string;
  reviewReason: string;
  reviewedAt: Date;
  requestIds: string[];
  disposed: boolean;
};

/** Evidence that answers the requests, was accepted by an instant, and speaks for a time inside the period; oldest number first. */
export function acceptedEvidence(tx: TenantTransaction, scope: Scope, requestIds: readonly string[], within: { from: Date; until: Date }, at: Date, limit: number): Promise<DossierEvidenceRow[]> {
  const from = scope.engagement !== null && scope.engagement.from > within.from ? scope.engagement.from : within.from;
  const until = scope.engagement !== null && scope.engagement.until < within.until ? scope.engagement.until : within.until;
  return tx.$queryRaw<DossierEvidenceRow[]>`
    SELECT e.id, e.number, e.title, e.source_kind::text AS "sourceKind", e.source_id AS "sourceId", e.source_hash AS "sourceHash", e.note,
           e.file_name AS "fileName", e.media_type AS "mediaType", e.byte_length AS "byteLength", e.blob_sha256 AS "blobSha256", nullif(e.web_address, '') AS "webAddress",
           e.collected_at AS "collectedAt", e.effective_from AS "effectiveFrom", e.effective_until AS "effectiveUntil",
           e.submitted_by AS "submittedBy", e.recorded_at AS "recordedAt",
           v.reviewed_by AS "reviewedBy", v.reason AS "reviewReason", v.recorded_at AS "reviewedAt", answered.ids AS "requestIds", s.disposed_at IS NOT NULL AS disposed
    FROM (
      SELECT a.evidence_id, x.number, array_agg(a.request_id ORDER BY a.request_id) AS ids
      FROM evidence_answer a
      JOIN evidence x ON x.organization_id = a.organization_id AND x.id = a.evidence_id
      WHERE a.organization_id = ${scope.organizationId} AND a.request_id = ANY(${[...requestIds]}::text[]) AND ${acceptedAt(at)}
        AND a.effective_from < ${until} AND a.effective_until > ${from} AND NOT ${supersededBefore(from, at)}
      GROUP BY a.evidence_id, x.number ORDER BY x.number LIMIT ${limit}
    ) answered
    JOIN evidence e ON e.organization_id = ${scope.organizationId} AND e.id = answered.evidence_id
    JOIN evidence_state s ON s.organization_id = ${scope.organizationId} AND s.evidence_id = answered.evidence_id
    CROSS JOIN LATERAL (
      SELECT r.reason, r.reviewed_by, r.recorded_at FROM evidence_review r
      WHERE r.organization_id = e.organization_id AND r.evidence_id = e.id AND r.recorded_at <= ${at}
      ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1
    ) v
    ORDER BY e.number`;
}
