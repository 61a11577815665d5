import { servesControl } from "#lib/alerts/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { IncidentEntryKind } from "#prisma/generated/enums.ts";
import { incidentAsOf, type IncidentStanding } from "./incident-as-of.ts";
import { incidentName } from "./numbers.ts";

export type SharedEntry = { at: Date; kind: IncidentEntryKind; memberId: string; text: string };

/** An incident as it stood at an instant. Its timeline holds what is shared with auditors, and nothing else. */
export type PeriodIncident = IncidentStanding & {
  id: string;
  number: number;
  name: string;
  title: string;
  declaredAt: Date;
  firstEventAt: Date;
  alertedAt: Date;
  acknowledgedAt: Date | null;
  alertIds: string[];
  timeline: SharedEntry[];
};

type Within = { from: Date; until: Date; asOf: Date };

/** Incidents declared within a period, as known at an instant, in the order of numbers; at most `limit`. */
export async function incidentsOfPeriod(tx: TenantTransaction, organizationId: string, within: Within, limit: number): Promise<PeriodIncident[]> {
  const { from, until, asOf } = within;
  const rows = await tx.incident.findMany({
    where: { organizationId, AND: [{ declaredAt: { gte: from, lt: until } }, { declaredAt: { lte: asOf } }] },
    include: { state: { select: { acknowledgedAt: true } }, alerts: { where: { addedAt: { lte: asOf } }, orderBy: { alertId: "asc" } }, entries: { where: { at: { lte: asOf } }, orderBy: [{ at: "asc" }, { id: "asc" }] } },
    orderBy: { number: "asc" },
    take: limit,
  });
  return rows.map(({ state, alerts, entries, ...row }) => ({
    id: row.id,
    number: row.number,
    name: incidentName(row),
    title: row.title,
    declaredAt: row.declaredAt,
    firstEventAt: row.firstEventAt,
    alertedAt: row.alertedAt,
    acknowledgedAt: state?.acknowledgedAt ?? null,
    alertIds: alerts.map((link) => link.alertId),
    timeline: entries.filter((entry) => entry.visibility === "shared_with_auditor").map(({ at, kind, memberId, text }) => ({ at, kind, memberId, text })),
    ...incidentAsOf(entries, asOf),
  }));
}

/** Incidents declared within a period counted over their states: another table than the one that lists them. */
export async function countIncidentStates(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<number> {
  return tx.incidentState.count({ where: { organizationId, incidentId: { in: [...ids] } } });
}

/** Names of the incidents that alerts belonged to at an instant, by alert. */
export async function incidentNamesOfAlerts(tx: TenantTransaction, organizationId: string, alertIds: readonly string[], asOf: Date): Promise<Map<string, string>> {
  const rows = await tx.incidentAlert.findMany({
    where: { organizationId, alertId: { in: [...alertIds] }, addedAt: { lte: asOf } },
    include: { incident: { select: { number: true, declaredAt: true } } },
    orderBy: { addedAt: "asc" },
  });
  return new Map(rows.map((row) => [row.alertId, incidentName(row.incident)]));
}

/** How many incidents declared within a period have an alert that serves a control: counted by the database in one statement. */
export async function countIncidentsServing(tx: TenantTransaction, organizationId: string, within: Within & { controlCode: string }): Promise<number> {
  const { from, until, asOf, controlCode } = within;
  const [row] = await tx.$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM incident i
    WHERE i.organization_id = ${organizationId} AND i.declared_at >= ${from} AND i.declared_at < ${until} AND i.declared_at <= ${asOf}
      AND EXISTS (
        SELECT 1 FROM incident_alert l
        JOIN alert a ON a.organization_id = l.organization_id AND a.id = l.alert_id
        LEFT JOIN rule_version v ON v.organization_id = a.organization_id AND v.id = a.rule_version_id
        WHERE l.organization_id = i.organization_id AND l.incident_id = i.id AND l.added_at <= ${asOf} AND ${servesControl(controlCode)})`;
  return Number(row?.n ?? 0);
}

export type ChangedIncident = { id: string; name: string; title: string; status: IncidentStanding["status"]; changedAt: Date; entries: number };

/**
 * Incidents of an auditor's period with entries shared with auditors after an instant, the last changed first; at most
 * `limit`. Internal remarks change nothing for an auditor.
 */
export async function incidentsChangedSince(tx: TenantTransaction, organizationId: string, period: { from: Date; until: Date }, since: Date, limit: number): Promise<ChangedIncident[]> {
  const rows = await tx.$queryRaw<{ id: string; number: number; title: string; declaredAt: Date; status: IncidentStanding["status"]; changedAt: Date; entries: bigint }[]>`
    SELECT i.id, i.number, i.title, i.declared_at AS "declaredAt", s.status::text AS status, n.changed_at AS "changedAt", n.entries
    FROM (
      SELECT incident_id, max(at) AS changed_at, count(*) AS entries FROM incident_entry
      WHERE organization_id = ${organizationId} AND at > ${since} AND visibility = 'shared_with_auditor' GROUP BY incident_id
    ) n
    JOIN incident i ON i.organization_id = ${organizationId} AND i.id = n.incident_id
    JOIN incident_state s ON s.organization_id = i.organization_id AND s.incident_id = i.id
    WHERE i.declared_at >= ${period.from} AND i.declared_at < ${period.until}
    ORDER BY n.changed_at DESC, i.id DESC LIMIT ${limit}`;
  return rows.map(({ number, declaredAt, entries, ...row }) => ({ ...row, name: incidentName({ number, declaredAt }), entries: Number(entries) }));
}
