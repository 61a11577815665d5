import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** A sealed packet: a copy of its own of the evidence that it carries. */
export type CarryingPacket = { id: string; number: number; sealedAt: Date };

/** Sealed packets that carry these evidence, by evidence, the newest first. */
export async function packetsCarrying(tx: TenantTransaction, organizationId: string, evidenceIds: readonly string[]): Promise<Map<string, CarryingPacket[]>> {
  if (evidenceIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(CarryingPacket & { evidenceId: string })[]>`
    SELECT x.id AS "evidenceId", p.id, p.number, s.sealed_at AS "sealedAt"
    FROM packet_state s JOIN packet p ON p.organization_id = s.organization_id AND p.id = s.packet_id
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(s.manifest -> 'evidenceIds', '[]')) AS x(id)
    WHERE s.organization_id = ${organizationId} AND s.status = 'sealed' AND x.id = ANY(${[...evidenceIds]}::text[])
    ORDER BY p.number DESC`;
  const found = Map.groupBy(rows, (row) => row.evidenceId);
  return new Map([...found].map(([id, packets]) => [id, packets.map(({ evidenceId: _, ...packet }) => packet)]));
}
