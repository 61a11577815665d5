import type { Scope } from "#lib/access/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { ReviewDecision } from "#prisma/generated/enums.ts";
import { keptAddress, type NewEvidence } from "./evidence.repository.ts";
import { REVIEW_STATES, type ReviewState } from "./review-state.ts";

export type EvidenceDetail = NewEvidence & { reviewState: ReviewState; reviews: { id: string; decision: ReviewDecision; reason: string; reviewedBy: string; recordedAt: Date }[] };

/** What a scope may see: for an auditor what is accepted, answers a control of the engagement and speaks for a time inside its period. */
function visibleTo({ engagement }: Scope) {
  return engagement === null ? {} : {
    state: { reviewState: "accepted" as const },
    effectiveFrom: { lt: engagement.until },
    effectiveUntil: { gt: engagement.from },
    answers: { some: { request: { controlId: { in: [...engagement.controlIds] } } } },
  };
}

/** Those among some evidence that a scope may see. */
export async function visibleEvidence(tx: TenantTransaction, scope: Scope, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.evidence.findMany({ where: { organizationId: scope.organizationId, id: { in: [...ids] }, ...visibleTo(scope) }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}

/**
 * One evidence by id or number. For an auditor it must be accepted, answer a control of the engagement and speak for a
 * time inside its period; null otherwise, as if it were not there.
 */
export async function findEvidenceDetail(tx: TenantTransaction, scope: Scope, by: { id: string } | { number: number }): Promise<EvidenceDetail | null> {
  const row = await tx.evidence.findFirst({
    where: { organizationId: scope.organizationId, ...by, ...visibleTo(scope) },
    include: { state: true, reviews: { orderBy: [{ recordedAt: "desc" }, { id: "desc" }], select: { id: true, decision: true, reason: true, reviewedBy: true, recordedAt: true } } },
  });
  if (row === null) return null;
  const { organizationId: _, state, ...fields } = row;
  return { ...fields, webAddress: keptAddress(fields), reviewState: storedWord(REVIEW_STATES, state?.reviewState ?? "awaiting") };
}

export type CitingPacket = { id: string; number: number; firstDay: string; lastDay: string; sealedAt: Date };

/** How many packets of a control are searched for an evidence, newest first. */
const PACKETS_SEARCHED = 200;

/** Sealed packets whose manifest names the evidence, newest first. An auditor sees those of the engagement. */
export function packetsWith(tx: TenantTransaction, scope: Scope, evidenceId: string, controlIds: readonly string[]): Promise<CitingPacket[]> {
  const engagementId = scope.engagement?.id ?? null;
  return tx.$queryRaw<CitingPacket[]>`
    SELECT n.id, n.number, n.first_day AS "firstDay", n.last_day AS "lastDay", n.sealed_at AS "sealedAt"
    FROM (
      SELECT p.id, p.number, p.first_day, p.last_day, s.sealed_at, s.manifest
      FROM packet p JOIN packet_state s ON s.organization_id = p.organization_id AND s.packet_id = p.id
      WHERE p.organization_id = ${scope.organizationId} AND p.control_id = ANY(${[...controlIds]}::text[]) AND s.status = 'sealed'
        AND (${engagementId}::text IS NULL OR p.engagement_id = ${engagementId})
      ORDER BY p.number DESC LIMIT ${PACKETS_SEARCHED}
    ) n
    WHERE position(${evidenceId} IN n.manifest::text) > 0
    ORDER BY n.number DESC`;
}
