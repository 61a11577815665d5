import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type WaitingCounts = { alertsToJudge: number; openIncidents: number; openFindings: number; awaitingReview: number; packets: number };

/**
 * What waits for somebody in the organization, in one query on partial indexes and small tables: it is asked for by
 * every page, so it counts no further than a badge tells.
 */
export async function countWaiting(tx: TenantTransaction): Promise<WaitingCounts> {
  const rows = await tx.$queryRaw<WaitingCounts[]>`
    SELECT
      (SELECT count(*) FROM (SELECT FROM alert_state WHERE status <> 'judged' LIMIT ${COUNT_LOOKS}) few)::int AS "alertsToJudge",
      (SELECT count(*) FROM (SELECT FROM incident_state WHERE status <> 'closed' LIMIT ${COUNT_LOOKS}) few)::int AS "openIncidents",
      (SELECT count(*) FROM (SELECT FROM finding_state WHERE status IN ('open', 'in_remediation') LIMIT ${COUNT_LOOKS}) few)::int AS "openFindings",
      (SELECT coalesce(sum(awaiting_review), 0) FROM evidence_request)::int AS "awaitingReview",
      (SELECT count(*) FROM (SELECT FROM packet LIMIT ${COUNT_LOOKS}) few)::int AS packets`;
  return rows[0] ?? { alertsToJudge: 0, openIncidents: 0, openFindings: 0, awaitingReview: 0, packets: 0 };
}

export type Administrator = { name: string; email: string };

/** Whom to ask in the organization, by name. */
export function findAdministrators(tx: TenantTransaction, limit: number): Promise<Administrator[]> {
  return tx.member.findMany({ where: { role: "admin", removedAt: null }, select: { name: true, email: true }, orderBy: [{ name: "asc" }, { id: "asc" }], take: limit });
}
