import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AlertStatus, Severity } from "#prisma/generated/enums.ts";

/** One day of the period and how many requests accepted evidence covers on it. */
export type ProvenDay = { day: string; proven: number };

/**
 * Per day of the zone, how many of the requests had fresh accepted evidence at some time of the day.
 */
export async function provenPerDay(
  tx: TenantTransaction,
  organizationId: string,
  period: { firstDay: string; lastDay: string; timeZone: string },
): Promise<ProvenDay[]> {
  return tx.$queryRaw<ProvenDay[]>`
    WITH day AS (
      SELECT d::date AS day,
             (d::date::timestamp AT TIME ZONE ${period.timeZone}) AS starts,
             ((d::date + 1)::timestamp AT TIME ZONE ${period.timeZone}) AS ends
      FROM generate_series(${period.firstDay}::date, ${period.lastDay}::date, interval '1 day') d
    ), proof AS (
      SELECT a.request_id, e.effective_from, least(e.effective_until, e.collected_at) + q.freshness_days * interval '24 hours' AS fresh_until
      FROM evidence e JOIN evidence_answer a ON a.organization_id = e.organization_id AND a.evidence_id = e.id
      JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
      JOIN evidence_state t ON t.organization_id = e.organization_id AND t.evidence_id = e.id AND t.review_state = 'accepted'
      WHERE e.organization_id = ${organizationId}
        AND e.effective_from < (SELECT max(ends) FROM day)
    )
    SELECT to_char(day.day, 'YYYY-MM-DD') AS day, count(DISTINCT proof.request_id)::int AS proven
    FROM day LEFT JOIN proof ON proof.effective_from < day.ends AND proof.fresh_until > day.starts
    GROUP BY day.day ORDER BY day.day`;
}

export type OpenAlert = { id: string; number: number; title: string; severity: Severity; status: AlertStatus; acknowledgeBy: Date; assigneeId: string | null };

/** Alerts that nobody has judged, by deadline. */
export async function openAlerts(tx: TenantTransaction, organizationId: string, take: number, assigneeId?: string): Promise<OpenAlert[]> {
  const rows = await tx.alertState.findMany({
    where: { organizationId, status: { not: "judged" }, ...(assigneeId === undefined ? {} : { assigneeMemberId: assigneeId }) },
    include: { alert: { select: { number: true, title: true } } },
    orderBy: [{ acknowledgeBy: "asc" }, { alertId: "asc" }],
    take,
  });
  return rows.map((row) => ({
    id: row.alertId,
    number: row.alert.number,
    title: row.alert.title,
    severity: row.severity,
    status: row.status,
    acknowledgeBy: row.acknowledgeBy,
    assigneeId: row.assigneeMemberId,
  }));
}

export type OpenIncident = { id: string; number: number; title: string; declaredAt: Date; alertedAt: Date; severity: Severity; resolved: boolean; assigneeId: string | null };

/** Incidents that are not closed, oldest first. */
export async function openIncidents(tx: TenantTransaction, organizationId: string, take: number, assigneeId?: string): Promise<OpenIncident[]> {
  const rows = await tx.incidentState.findMany({
    where: { organizationId, status: { not: "closed" }, ...(assigneeId === undefined ? {} : { assigneeMemberId: assigneeId }) },
    include: { incident: { select: { number: true, title: true, declaredAt: true, alertedAt: true } } },
    orderBy: { incidentId: "asc" },
    take,
  });
  return rows.map(({ incident, ...state }) => ({ id: state.incidentId, ...incident, severity: state.severity, resolved: state.resolvedAt !== null, assigneeId: state.assigneeMemberId }));
}

/** Something that ran and did not come to its end. */
export type BrokenRun = { kind: "log_segment" | "packet" | "delivery"; id: string; what: string; happened: string; since: Date };

/** Failed scans, packets and deliveries, newest first. */
export async function brokenRuns(tx: TenantTransaction, organizationId: string, take: number): Promise<BrokenRun[]> {
  return tx.$queryRaw<BrokenRun[]>`
    SELECT 'log_segment' AS kind, s.id, src.name || ', ' || s.file_name AS what, coalesce(n.error, 'It could not be read.') AS happened, n.updated_at AS since
      FROM log_segment_scan n JOIN log_segment s ON s.organization_id = n.organization_id AND s.id = n.segment_id
      JOIN log_source src ON src.organization_id = s.organization_id AND src.id = s.source_id
      WHERE n.organization_id = ${organizationId} AND n.status = 'failed'
    UNION ALL
    SELECT 'packet', p.id, 'Packet ' || p.number, coalesce(t.error, 'It could not be made.'), t.updated_at
      FROM packet_state t JOIN packet p ON p.organization_id = t.organization_id AND p.id = t.packet_id
      WHERE t.organization_id = ${organizationId} AND t.status = 'failed'
    UNION ALL
    SELECT 'delivery', d.packet_id, 'Mail of a packet', d.send_error, d.created_at
      FROM packet_delivery d WHERE d.organization_id = ${organizationId} AND d.send_error IS NOT NULL AND d.sent_at IS NULL
    ORDER BY since DESC LIMIT ${take}`;
}
