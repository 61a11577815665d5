import { Prisma } from "#prisma/generated/client.ts";
import type { AlertOrigin, Severity, Verdict } from "#prisma/generated/enums.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Controls that vendors' alerts are evidence for: that systems are watched, and what was seen is judged. */
export const VENDOR_ALERT_CONTROLS: readonly string[] = ["SYS.2.07"];

/** Whether an alert `a` serves a control: by its rule's version `v`, joined with LEFT JOIN, or because a vendor raised it. */
export function servesControl(controlCode: string): Prisma.Sql {
  return Prisma.sql`(${controlCode} = ANY(v.control_codes) OR (a.connection_id IS NOT NULL AND ${VENDOR_ALERT_CONTROLS.includes(controlCode)}))`;
}

const RULE = Prisma.sql`LEFT JOIN rule_version v ON v.organization_id = a.organization_id AND v.id = a.rule_version_id`;

/** Alerts that serve one control, by their rule or as a vendor's, whose first event lies in a period, as known at an instant. */
export type AlertPeriod = { controlCode: string; from: Date; until: Date; asOf: Date };

/** An alert as it stood at the instant: the judgement is the last one recorded by then. */
export type PeriodAlert = {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  origin: AlertOrigin;
  /** The rule's key; of a vendor's alert the connection's name, the vendor's name of its rule and its id there. */
  rule: string;
  entity: string;
  /** Null of a vendor's alert. */
  segmentId: string | null;
  firstEventAt: Date;
  raisedAt: Date;
  acknowledged: boolean;
  verdict: Verdict | null;
  judgedBy: string | null;
  judgedAt: Date | null;
  reason: string | null;
};

/** Up to `limit` of them after a position, in the order of first event, then id. Comments are not read: they are internal. */
export function alertsOfPeriod(tx: TenantTransaction, organizationId: string, period: AlertPeriod, after: { firstEventAt: Date; id: string } | null, limit: number): Promise<PeriodAlert[]> {
  const { controlCode, from, until, asOf } = period;
  const position = after ?? { firstEventAt: from, id: "" };
  return tx.$queryRaw<PeriodAlert[]>`
    SELECT a.id, a.number, a.title, a.severity::text AS severity, a.origin::text AS origin, coalesce(v.rule_key, concat_ws(': ', c.name, nullif(o.code, ''), o.external_id)) AS rule, a.entity,
           a.segment_id AS "segmentId", a.first_event_at AS "firstEventAt", a.raised_at AS "raisedAt", k.id IS NOT NULL AS acknowledged,
           j.verdict::text AS verdict, j.member_id AS "judgedBy", j.at AS "judgedAt", j.text AS reason
    FROM alert a
    ${RULE}
    LEFT JOIN connection c ON c.organization_id = a.organization_id AND c.id = a.connection_id
    LEFT JOIN collected_object o ON o.organization_id = a.organization_id AND o.id = a.object_id
    LEFT JOIN LATERAL (
      SELECT x.verdict, x.member_id, x.at, x.text FROM alert_action x
      WHERE x.organization_id = a.organization_id AND x.alert_id = a.id AND x.kind = 'judged' AND x.at <= ${asOf}
      ORDER BY x.id DESC LIMIT 1
    ) j ON true
    LEFT JOIN LATERAL (
      SELECT x.id FROM alert_action x
      WHERE x.organization_id = a.organization_id AND x.alert_id = a.id AND x.kind IN ('acknowledged', 'judged') AND x.at <= ${asOf} LIMIT 1
    ) k ON true
    WHERE a.organization_id = ${organizationId} AND ${servesControl(controlCode)}
      AND a.first_event_at >= ${from} AND a.first_event_at < ${until} AND a.raised_at <= ${asOf}
      AND (a.first_event_at, a.id) > (${position.firstEventAt}::timestamptz, ${position.id})
    ORDER BY a.first_event_at, a.id LIMIT ${limit}`;
}

/** Two counts of the same alerts over different tables, so that one can be held against the other. */
export async function countAlertsOfPeriod(tx: TenantTransaction, organizationId: string, period: AlertPeriod): Promise<{ facts: number; states: number }> {
  const { controlCode, from, until, asOf } = period;
  const serves = Prisma.sql`(a.rule_version_id IN (SELECT id FROM served) OR (a.connection_id IS NOT NULL AND ${VENDOR_ALERT_CONTROLS.includes(controlCode)}))`;
  const [row] = await tx.$queryRaw<{ facts: bigint; states: bigint }[]>`
    WITH served AS (SELECT id FROM rule_version WHERE organization_id = ${organizationId} AND ${controlCode} = ANY(control_codes))
    SELECT
      (SELECT count(*) FROM alert a WHERE a.organization_id = ${organizationId} AND ${serves}
         AND a.first_event_at >= ${from} AND a.first_event_at < ${until} AND a.raised_at <= ${asOf}) AS facts,
      (SELECT count(*) FROM alert_state s JOIN alert a ON a.organization_id = s.organization_id AND a.id = s.alert_id
         WHERE s.organization_id = ${organizationId} AND ${serves}
           AND a.first_event_at >= ${from} AND a.first_event_at < ${until} AND a.raised_at <= ${asOf}) AS states`;
  return { facts: Number(row?.facts ?? 0), states: Number(row?.states ?? 0) };
}

/** Numbers of alerts between the first and the last that do not exist, at most `limit`: numbers are given without gaps. */
export async function missingAlertNumbers(tx: TenantTransaction, organizationId: string, first: number, last: number, limit: number): Promise<number[]> {
  const [row] = await tx.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM alert WHERE organization_id = ${organizationId} AND number BETWEEN ${first} AND ${last}`;
  if (Number(row?.n ?? 0) === last - first + 1) return [];
  const rows = await tx.$queryRaw<{ number: number }[]>`
    SELECT g.number FROM generate_series(${first}::int, ${last}::int) AS g(number)
    WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.organization_id = ${organizationId} AND a.number = g.number) ORDER BY 1 LIMIT ${limit}`;
  return rows.map((one) => one.number);
}

/** Which of these alerts serve the control. */
export async function alertsServing(tx: TenantTransaction, organizationId: string, alertIds: readonly string[], controlCode: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM alert a ${RULE}
    WHERE a.organization_id = ${organizationId} AND a.id = ANY(${[...alertIds]}::text[]) AND ${servesControl(controlCode)}`;
  return new Set(rows.map((row) => row.id));
}
