import { readGaps, type RequestFacts } from "#lib/evidence/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

/** What a list needs to know of an evidence request: what its status follows from, and who owns it. */
export type RequestBrief = { id: string; controlId: string; facts: RequestFacts; ownerMemberId: string | null; ownerPlaceholderId: string | null };

type Packed = [id: string, controlId: string, lastGoodAt: number | null, freshUntil: number | null, gaps: unknown, awaitingReview: number, ownerMemberId: string | null, ownerPlaceholderId: string | null];

/**
 * Every request that is asked now, of all controls or of those named, those of a control in their order. One text: of a thousand requests each
 * row by itself would cost more than the query.
 */
export async function requestBriefs(tx: TenantTransaction, organizationId: string, now: Date, controlIds?: readonly string[]): Promise<RequestBrief[]> {
  const named = controlIds === undefined ? Prisma.empty : Prisma.sql`AND control_id = ANY(${[...controlIds]}::text[])`;
  const [row] = await tx.$queryRaw<{ briefs: string }[]>`
    SELECT coalesce(json_agg(json_build_array(id, control_id, round(date_part('epoch', last_good_at) * 1000), round(date_part('epoch', fresh_until) * 1000), gaps, awaiting_review, owner_member_id, owner_placeholder_id) ORDER BY position, key COLLATE "C"), '[]')::text AS briefs
    FROM evidence_request WHERE organization_id = ${organizationId} AND (retired_at IS NULL OR retired_at > ${now}) ${named}`;
  const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  return (JSON.parse(row?.briefs ?? "[]") as Packed[]).map(([id, controlId, lastGoodAt, freshUntil, gaps, awaitingReview, ownerMemberId, ownerPlaceholderId]) => ({
    id, controlId, ownerMemberId, ownerPlaceholderId,
    facts: { lastGoodAt: instant(lastGoodAt), freshUntil: instant(freshUntil), gaps: readGaps(gaps), awaitingReview },
  }));
}
