import { ALERT_STATUSES, SEVERITIES, type AlertStatus } from "#lib/alerts/client.ts";
import { INCIDENT_STATUSES } from "#lib/incidents/client.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Severity } from "#prisma/generated/enums.ts";

export type OpenAlert = { id: string; number: number; title: string; severity: Severity; status: AlertStatus; acknowledgeBy: Date; assigneeId: string | null };

/** Alerts that nobody has judged, by deadline. */
export async function openAlerts(tx: TenantTransaction, organizationId: string, take: number, assigneeIds?: readonly string[]): Promise<OpenAlert[]> {
  const rows = await tx.alertState.findMany({
    where: { organizationId, status: { not: "judged" }, ...(assigneeIds === undefined ? {} : { assigneeMemberId: { in: [...assigneeIds] } }) },
    include: { alert: { select: { number: true, title: true } } },
    orderBy: [{ acknowledgeBy: "asc" }, { alertId: "asc" }],
    take,
  });
  return rows.map((row) => ({
    id: row.alertId,
    number: row.alert.number,
    title: row.alert.title,
    severity: storedWord(SEVERITIES, row.severity),
    status: storedWord(ALERT_STATUSES, row.status),
    acknowledgeBy: row.acknowledgeBy,
    assigneeId: row.assigneeMemberId,
  }));
}

export type OpenIncident = { id: string; number: number; title: string; declaredAt: Date; alertedAt: Date; severity: Severity; resolved: boolean; assigneeId: string | null };

/** Incidents that are not closed, oldest first. */
export async function openIncidents(tx: TenantTransaction, organizationId: string, take: number, assigneeIds?: readonly string[]): Promise<OpenIncident[]> {
  const rows = await tx.incidentState.findMany({
    where: { organizationId, status: { in: INCIDENT_STATUSES.filter((status) => status !== "closed") }, ...(assigneeIds === undefined ? {} : { assigneeMemberId: { in: [...assigneeIds] } }) },
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
