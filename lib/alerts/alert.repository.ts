import type { Alert, AlertAction, AlertState } from "#prisma/generated/client.ts";
import type { AlertActionKind, AlertOrigin, Role, Severity, Verdict } from "#prisma/generated/enums.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { ALERT_STATUSES, SEVERITIES, VERDICTS, type AlertStatus } from "./client.ts";

export type AlertWithState = Alert & { state: AlertState };

/** @throws AppError not_found */
export async function requireAlert(tx: TenantTransaction, organizationId: string, id: string): Promise<AlertWithState> {
  const alert = await tx.alert.findUnique({ where: { organizationId_id: { organizationId, id } }, include: { state: true } });
  return withState(alert);
}

/** @throws AppError not_found */
export async function requireAlertByNumber(tx: TenantTransaction, organizationId: string, number: number): Promise<AlertWithState> {
  const alert = await tx.alert.findUnique({ where: { organizationId_number: { organizationId, number } }, include: { state: true } });
  return withState(alert);
}

function withState(alert: (Alert & { state: AlertState | null }) | null): AlertWithState {
  if (alert === null || alert.state === null) throw notFound("alert");
  return { ...alert, state: alert.state };
}

/** What another domain is told of an alert. */
export type AlertSummary = {
  id: string;
  number: number;
  title: string;
  entity: string;
  origin: AlertOrigin;
  severity: Severity;
  status: AlertStatus;
  verdict: Verdict | null;
  firstEventAt: Date;
  lastEventAt: Date;
  eventCount: number;
  raisedAt: Date;
  acknowledgeBy: Date;
  acknowledgedAt: Date | null;
  judgedAt: Date | null;
  incidentId: string | null;
};

export function summaryOf({ state, ...alert }: AlertWithState): AlertSummary {
  const { id, number, title, entity, origin, firstEventAt, raisedAt } = alert;
  const { lastEventAt, eventCount, acknowledgeBy, acknowledgedAt, judgedAt, incidentId } = state;
  const words = {
    severity: storedWord(SEVERITIES, state.severity),
    status: storedWord(ALERT_STATUSES, state.status),
    verdict: state.verdict === null ? null : storedWord(VERDICTS, state.verdict),
  };
  return { id, number, title, entity, origin, firstEventAt, raisedAt, ...words, lastEventAt, eventCount, acknowledgeBy, acknowledgedAt, judgedAt, incidentId };
}

/** The alerts of these ids that exist in the organization, by number. */
export async function alertSummaries(tx: TenantTransaction, ids: readonly string[]): Promise<AlertSummary[]> {
  const alerts = await tx.alert.findMany({ where: { id: { in: [...ids] } }, include: { state: true }, orderBy: { number: "asc" } });
  return alerts.map((alert) => summaryOf(withState(alert)));
}

/** All of the alerts of these ids. @throws AppError not_found when one of them is not the organization's */
export async function requireAlerts(tx: TenantTransaction, ids: readonly string[]): Promise<AlertSummary[]> {
  const found = await alertSummaries(tx, ids);
  if (found.length !== new Set(ids).size) throw notFound("alert");
  return found;
}

/** Changes the state if it is still as `change` says. False when somebody was faster. */
export async function changeState(
  tx: TenantTransaction,
  organizationId: string,
  alertId: string,
  expected: { status?: readonly AlertStatus[]; verdict?: Verdict | null; assigneeMemberId?: string | null },
  data: Partial<Pick<AlertState, "status" | "assigneeMemberId" | "acknowledgedAt" | "judgedAt" | "verdict" | "incidentId">> & { updatedAt: Date },
): Promise<boolean> {
  const { count } = await tx.alertState.updateMany({
    where: {
      organizationId,
      alertId,
      ...(expected.status === undefined ? {} : { status: { in: [...expected.status] } }),
      ...(expected.verdict === undefined ? {} : { verdict: expected.verdict }),
      ...(expected.assigneeMemberId === undefined ? {} : { assigneeMemberId: expected.assigneeMemberId }),
    },
    data,
  });
  return count === 1;
}

export type NewAction = { alertId: string; kind: AlertActionKind; memberId: string; verdict?: Verdict; assigneeId?: string | null; text?: string };

export async function addAction(tx: TenantTransaction, organizationId: string, now: Date, action: NewAction): Promise<string> {
  const id = newId("act", now.getTime());
  await tx.alertAction.create({ data: { organizationId, id, at: now, ...action } });
  return id;
}

/** The newest actions of an alert, newest first. */
export function findActions(tx: TenantTransaction, alertId: string, limit: number): Promise<AlertAction[]> {
  return tx.alertAction.findMany({ where: { alertId }, orderBy: { id: "desc" }, take: limit });
}

/** The newest action of one kind; null when there is none. */
export function lastAction(tx: TenantTransaction, alertId: string, kind: AlertActionKind): Promise<AlertAction | null> {
  return tx.alertAction.findFirst({ where: { alertId, kind }, orderBy: { id: "desc" } });
}

/** The role of a member who has not been removed; null when there is none of that id. */
export async function findMemberRole(tx: TenantTransaction, organizationId: string, id: string) {
  const member = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return member === null || member.removedAt !== null ? null : member.role;
}

/** Who can be given an alert: members of these roles who have not been removed, by name. */
export function findAssignees(tx: TenantTransaction, roles: readonly Role[], limit: number) {
  return tx.member.findMany({ where: { role: { in: [...roles] }, removedAt: null }, orderBy: [{ name: "asc" }, { id: "asc" }], take: limit, select: { id: true, name: true } });
}

/** Alerts on the same entity raised before this one, newest first, and how many there are up to `most`. */
export async function earlierAlerts(tx: TenantTransaction, organizationId: string, entity: string, beforeId: string, limit: number, most: number): Promise<{ alerts: AlertSummary[]; count: number }> {
  const alerts = await tx.alert.findMany({ where: { entity, id: { lt: beforeId } }, include: { state: true }, orderBy: { id: "desc" }, take: limit });
  if (alerts.length < limit) return { alerts: alerts.map((alert) => summaryOf(withState(alert))), count: alerts.length };
  const rows = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM (SELECT 1 FROM alert WHERE organization_id = ${organizationId} AND entity = ${entity} AND id < ${beforeId} LIMIT ${most}) t`;
  return { alerts: alerts.map((alert) => summaryOf(withState(alert))), count: Number(rows[0]?.count ?? 0) };
}

/** The alerts that these hits raised, by number. */
export async function alertsByHitKeys(tx: TenantTransaction, hitKeys: readonly string[]): Promise<AlertSummary[]> {
  if (hitKeys.length === 0) return [];
  const alerts = await tx.alert.findMany({ where: { dedupeKey: { in: [...hitKeys] } }, include: { state: true }, orderBy: { number: "asc" }, take: 50 });
  return alerts.map((alert) => summaryOf(withState(alert)));
}

/** The retro-hunt that found an alert, by the name that people call it. */
export function findHuntOf(tx: TenantTransaction, organizationId: string, id: string): Promise<{ id: string; number: number } | null> {
  return tx.hunt.findUnique({ where: { organizationId_id: { organizationId, id } }, select: { id: true, number: true } });
}

/** The rule's text and the segment that an alert came from; null when it is a vendor's, or either is not there. */
export async function findOrigin(tx: TenantTransaction, organizationId: string, { ruleVersionId, segmentId }: Pick<Alert, "ruleVersionId" | "segmentId">) {
  if (ruleVersionId === null || segmentId === null) return null;
  const rule = await tx.ruleVersion.findUnique({ where: { organizationId_id: { organizationId, id: ruleVersionId } } });
  const segment = await tx.logSegment.findUnique({ where: { organizationId_id: { organizationId, id: segmentId } }, include: { source: true } });
  if (rule === null || segment === null) return null;
  return {
    rule: { versionId: rule.id, key: rule.ruleKey, title: rule.title, sha256: rule.sha256, text: rule.text, controlCodes: rule.controlCodes, tags: rule.tags },
    segment: {
      id: segment.id,
      sourceName: segment.source.name,
      fileName: segment.fileName,
      sha256: segment.sha256,
      referenceTime: segment.referenceTime,
      utcOffsetMinutes: segment.source.utcOffsetMinutes,
    },
  };
}

/** Alerts with their states, by id. */
export async function findRaised(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<AlertWithState[]> {
  if (ids.length === 0) return [];
  const alerts = await tx.alert.findMany({ where: { organizationId, id: { in: [...ids] } }, include: { state: true }, orderBy: { id: "asc" } });
  return alerts.map(withState);
}

/** Notes what vendors say by now of alerts: when each was seen last, and how grave it is, with the deadline of that. */
export async function noteVendor(tx: TenantTransaction, organizationId: string, alerts: readonly { alertId: string; lastEventAt: Date; severity: string; acknowledgeBy: Date }[], now: Date): Promise<void> {
  const rows = alerts.map(({ alertId, lastEventAt, severity, acknowledgeBy }) => ({ alert_id: alertId, last_event_at: lastEventAt, severity, acknowledge_by: acknowledgeBy }));
  await tx.$executeRaw`
    UPDATE alert_state s SET last_event_at = d.last_event_at, severity = d.severity, acknowledge_by = d.acknowledge_by, updated_at = ${now}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS d (alert_id text, last_event_at timestamptz, severity text, acknowledge_by timestamptz)
     WHERE s.organization_id = ${organizationId} AND s.alert_id = d.alert_id AND (s.last_event_at, s.severity, s.acknowledge_by) IS DISTINCT FROM (d.last_event_at, d.severity, d.acknowledge_by)`;
}
