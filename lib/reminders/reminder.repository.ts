import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type OwnedRequest = { id: string; title: string; code: string; ownerMemberId: string; freshUntil: Date; freshnessDays: number };

/** Requests that somebody owns and whose newest proof goes stale before an instant, or is stale. */
export async function requestsGoingStale(tx: TenantTransaction, organizationId: string, before: Date): Promise<OwnedRequest[]> {
  const rows = await tx.evidenceRequest.findMany({
    where: { organizationId, retiredAt: null, ownerMemberId: { not: null }, freshUntil: { lt: before } },
    select: { id: true, title: true, ownerMemberId: true, freshUntil: true, freshnessDays: true, control: { select: { code: true } } },
    orderBy: { id: "asc" },
  });
  return rows.flatMap(({ control, ownerMemberId, freshUntil, ...row }) => (ownerMemberId === null || freshUntil === null ? [] : [{ ...row, code: control.code, ownerMemberId, freshUntil }]));
}

/** Ids of incidents that nobody has resolved. */
export async function unresolvedIncidents(tx: TenantTransaction, organizationId: string): Promise<string[]> {
  const rows = await tx.incidentState.findMany({ where: { organizationId, status: { in: ["open", "contained"] } }, select: { incidentId: true }, orderBy: { incidentId: "asc" } });
  return rows.map(({ incidentId }) => incidentId);
}

/** Members who sign in without a second factor. */
export async function membersWithoutFactor(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM member m WHERE m.removed_at IS NULL
       AND NOT EXISTS (SELECT FROM totp_factor f WHERE f.user_id = m.user_id AND f.confirmed_at IS NOT NULL)
       AND NOT EXISTS (SELECT FROM passkey p WHERE p.user_id = m.user_id) ORDER BY m.id`;
  return rows.map(({ id }) => id);
}

/** The engagements that auditors among these members are in: where they are told. */
export async function engagementsOf(tx: TenantTransaction, organizationId: string, memberIds: readonly string[], now: Date): Promise<Map<string, string>> {
  const rows = await tx.engagementAuditor.findMany({ where: { organizationId, memberId: { in: [...memberIds] }, engagement: { accessUntil: { gt: now } } }, select: { memberId: true, engagementId: true }, orderBy: { engagementId: "asc" } });
  return new Map(rows.map(({ memberId, engagementId }) => [memberId, engagementId]));
}
