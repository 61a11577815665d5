import { lowestIdAt } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AlertDraft, AlertFacts } from "./alert-draft.ts";

/** The alerts that these hits raised: hit key -> alert id. */
export async function findByHitKeys(tx: TenantTransaction, hitKeys: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.alert.findMany({ where: { dedupeKey: { in: [...hitKeys] } }, select: { id: true, dedupeKey: true } });
  return new Map(rows.map((row) => [row.dedupeKey, row.id]));
}

/** Takes `count` numbers in a row and answers the first. The counter's row stays locked until the transaction ends, so a number is never given twice nor skipped. */
export async function takeNumbers(tx: TenantTransaction, organizationId: string, count: number): Promise<number> {
  const rows = await tx.$queryRaw<{ last_number: number }[]>`
    INSERT INTO number_counter (organization_id, name, last_number) VALUES (${organizationId}, 'alert', ${count})
    ON CONFLICT (organization_id, name) DO UPDATE SET last_number = number_counter.last_number + ${count} RETURNING last_number`;
  return (rows[0]?.last_number ?? 0) - count + 1;
}

/** Where an alert comes from: a rule and the segment in which it hit, or what was collected of a vendor. */
export type RaisedFrom =
  | { origin: "rule"; ruleVersionId: string; segmentId: string; huntId: string | null }
  | { origin: "vendor"; connectionId: string; objectId: string };

export type NewAlert = { id: string; number: number; from: RaisedFrom; facts: AlertFacts; raisedAt: Date; acknowledgeBy: Date };

export async function insertAlerts(tx: TenantTransaction, organizationId: string, alerts: readonly NewAlert[]): Promise<void> {
  await tx.alert.createMany({
    data: alerts.map(({ id, number, from, facts: { hitKey, title, severity, groupKey, entity, firstEventAt }, raisedAt, acknowledgeBy }) => ({
      organizationId, ...from, id, number, dedupeKey: hitKey, title, severity, groupKey, entity, firstEventAt, raisedAt, acknowledgeBy,
    })),
  });
  await tx.alertState.createMany({
    data: alerts.map(({ id, facts, raisedAt, acknowledgeBy }) => ({
      organizationId,
      alertId: id,
      status: "open" as const,
      severity: facts.severity,
      acknowledgeBy,
      lastEventAt: facts.lastEventAt,
      eventCount: facts.eventCount,
      lines: JSON.parse(facts.lines) as object,
      explanation: JSON.parse(facts.explanation) as object,
      updatedAt: raisedAt,
    })),
  });
}

/** Sets the growing figures of alerts; who is involved stays when the draft does not say. */
export async function updateFigures(tx: TenantTransaction, organizationId: string, alerts: readonly { alertId: string; draft: AlertDraft }[], now: Date): Promise<void> {
  if (alerts.length === 0) return;
  const rows = JSON.stringify(
    alerts.map(({ alertId, draft }) => ({
      alert_id: alertId,
      last_event_at: draft.lastEventAt.toISOString(),
      event_count: draft.eventCount,
      lines: JSON.parse(draft.lines) as unknown,
      explanation: JSON.parse(draft.explanation) as unknown,
    })),
  );
  await tx.$executeRaw`
    UPDATE alert_state s SET last_event_at = d.last_event_at, event_count = d.event_count, lines = d.lines,
      explanation = s.explanation || d.explanation, updated_at = ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS d(alert_id text, last_event_at timestamptz, event_count int, lines jsonb, explanation jsonb)
    WHERE s.organization_id = ${organizationId} AND s.alert_id = d.alert_id`;
}

/** How many alerts each of these rules raised since an instant, when logs were read. Identifiers sort by time, so only the alerts since are looked at. */
export async function countRaisedSince(tx: TenantTransaction, organizationId: string, ruleKeys: readonly string[], since: Date): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ ruleKey: string; alerts: bigint }[]>`
    SELECT v.rule_key AS "ruleKey", count(*) AS alerts
    FROM alert a JOIN rule_version v ON v.organization_id = a.organization_id AND v.id = a.rule_version_id
    WHERE a.organization_id = ${organizationId} AND a.id >= ${lowestIdAt("alr", since.getTime())} AND a.hunt_id IS NULL AND v.rule_key = ANY(${[...ruleKeys]}::text[])
    GROUP BY v.rule_key`;
  return new Map(rows.map((row) => [row.ruleKey, Number(row.alerts)]));
}

/** Alerts of a connection that were raised since an instant: how many, and when the first of them was. */
export async function findRaisedSince(tx: TenantTransaction, organizationId: string, connectionId: string, since: Date): Promise<{ count: number; oldest: Date | null }> {
  const [row] = await tx.$queryRaw<{ count: number; oldest: Date | null }[]>`
    SELECT count(*)::int AS count, min(raised_at) AS oldest FROM alert WHERE organization_id = ${organizationId} AND connection_id = ${connectionId} AND id >= ${lowestIdAt("alr", since.getTime())}`;
  return row ?? { count: 0, oldest: null };
}
