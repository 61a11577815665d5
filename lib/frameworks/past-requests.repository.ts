import { held } from "#lib/platform/as-of.repository.ts";
import { heldSince, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";

/** An evidence request as it was asked at an instant, and who owned it then. */
export type PastRequest = {
  id: string;
  controlId: string;
  key: string;
  position: number;
  title: string;
  guidance: string;
  freshnessDays: number;
  sourceKinds: SourceKind[];
  ownerMemberId: string | null;
  ownerPlaceholderId: string | null;
};

/**
 * The requests that were asked at an instant, of all controls or of those named, in the order of `requestsOf`. At the
 * present one they equal what the requests' rows say; a test holds the two together. One text, as of all that lists need
 * of every request.
 */
export async function requestsAsOf(tx: TenantTransaction, organizationId: string, asOf: AsOf, controlIds?: readonly string[]): Promise<PastRequest[]> {
  const named = controlIds === undefined ? Prisma.empty : Prisma.sql`AND v.control_id = ANY(${[...controlIds]}::text[])`;
  const [row] = await tx.$queryRaw<{ requests: string }[]>`
    WITH told AS (
      SELECT DISTINCT ON (v.request_id) v.* FROM evidence_request_version v
      WHERE v.organization_id = ${organizationId} AND ${held("v", asOf)} ${named}
      ORDER BY v.request_id, v.effective_from DESC, v.number DESC
    ), owned AS (
      SELECT DISTINCT ON (v.request_id) v.request_id, v.owner_member_id, v.owner_placeholder_id FROM evidence_request_version v
      WHERE v.organization_id = ${organizationId} AND v.recorded_at <= ${heldSince(asOf)} ${named}
      ORDER BY v.request_id, v.number DESC
    )
    SELECT coalesce(json_agg(json_build_object('id', q.id, 'controlId', q.control_id, 'key', q.key, 'position', told.position, 'title', told.title, 'guidance', told.guidance,
             'freshnessDays', told.freshness_days, 'sourceKinds', told.source_kinds, 'ownerMemberId', owned.owner_member_id, 'ownerPlaceholderId', owned.owner_placeholder_id)
             ORDER BY q.control_id, told.position, q.key), '[]')::text AS requests
    FROM told JOIN evidence_request q ON q.organization_id = ${organizationId} AND q.id = told.request_id
    LEFT JOIN owned ON owned.request_id = told.request_id
    WHERE told.asked`;
  return JSON.parse(row?.requests ?? "[]") as PastRequest[];
}
