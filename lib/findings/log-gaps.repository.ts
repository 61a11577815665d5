import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type SilentSource = { id: string; name: string; lastReceivedAt: Date };

/** Log sources that sent something once, and nothing since an instant; by name. */
export function silentSources(tx: TenantTransaction, organizationId: string, since: Date): Promise<SilentSource[]> {
  return tx.$queryRaw<SilentSource[]>`
    SELECT o.id, o.name, l.at AS "lastReceivedAt"
    FROM log_source o CROSS JOIN LATERAL (SELECT max(g.received_at) AS at FROM log_segment g WHERE g.organization_id = o.organization_id AND g.source_id = o.id) l
    WHERE o.organization_id = ${organizationId} AND l.at < ${since} ORDER BY o.name`;
}

export type FailedReading = { segmentId: string; sourceId: string; sourceName: string; fileName: string; error: string; failedAt: Date };

/** Segments whose reading came to no end, the oldest first. */
export function failedReadings(tx: TenantTransaction, organizationId: string): Promise<FailedReading[]> {
  return tx.$queryRaw<FailedReading[]>`
    SELECT g.id AS "segmentId", o.id AS "sourceId", o.name AS "sourceName", g.file_name AS "fileName", coalesce(n.error, '') AS error, n.updated_at AS "failedAt"
    FROM log_segment_scan n
    JOIN log_segment g ON g.organization_id = n.organization_id AND g.id = n.segment_id
    JOIN log_source o ON o.organization_id = g.organization_id AND o.id = g.source_id
    WHERE n.organization_id = ${organizationId} AND n.status = 'failed' ORDER BY n.updated_at, g.id`;
}
