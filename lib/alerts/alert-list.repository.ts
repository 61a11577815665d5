import { Prisma } from "#prisma/generated/client.ts";
import type { AlertStatus, Severity, Verdict } from "#prisma/generated/enums.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AlertVerdict, AlertSeverity } from "./client.ts";

export type AlertRow = {
  id: string;
  number: number;
  title: string;
  entity: string;
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
  assigneeMemberId: string | null;
  assignee: string | null;
};

export type AlertFilter = {
  severity?: AlertSeverity | undefined;
  status?: "open" | "acknowledged" | undefined;
  verdict?: AlertVerdict | undefined;
  ruleVersionIds?: readonly string[] | undefined;
  entity?: string | undefined;
  text?: { number: number | null; ruleVersionIds: readonly string[]; entityPrefix: string } | undefined;
};

const COLUMNS = Prisma.sql`
  a.id, a.number, a.title, a.entity, s.severity::text AS severity, s.status::text AS status, s.verdict::text AS verdict,
  a.first_event_at AS "firstEventAt", s.last_event_at AS "lastEventAt", s.event_count AS "eventCount", a.raised_at AS "raisedAt",
  s.acknowledge_by AS "acknowledgeBy", s.acknowledged_at AS "acknowledgedAt", s.judged_at AS "judgedAt",
  s.assignee_member_id AS "assigneeMemberId", m.name AS assignee`;

const FROM = Prisma.sql`
  FROM alert_state s
  JOIN alert a ON a.organization_id = s.organization_id AND a.id = s.alert_id
  LEFT JOIN member m ON m.organization_id = s.organization_id AND m.id = s.assignee_member_id`;

/** To judge, the nearest deadline first. Reads `limit` rows after the key. */
export function findAlertsToJudge(tx: TenantTransaction, organizationId: string, filter: AlertFilter, after: { acknowledgeBy: Date; id: string } | null, limit: number): Promise<AlertRow[]> {
  const key = after === null ? Prisma.empty : Prisma.sql`AND (s.acknowledge_by, s.alert_id) > (${after.acknowledgeBy}, ${after.id})`;
  return tx.$queryRaw<AlertRow[]>`
    SELECT ${COLUMNS} ${FROM}
    WHERE s.organization_id = ${organizationId} AND s.status <> 'judged' ${conditions(filter)} ${key}
    ORDER BY s.acknowledge_by, s.alert_id LIMIT ${limit}`;
}

/** Judged, the newest first. An alert's id begins with the instant at which it was raised, so it is the sort key itself. */
export function findJudgedAlerts(tx: TenantTransaction, organizationId: string, filter: AlertFilter, before: { id: string } | null, limit: number): Promise<AlertRow[]> {
  const key = before === null ? Prisma.empty : Prisma.sql`AND s.alert_id < ${before.id}`;
  return tx.$queryRaw<AlertRow[]>`
    SELECT ${COLUMNS} ${FROM}
    WHERE s.organization_id = ${organizationId} AND s.status = 'judged' ${conditions(filter)} ${key}
    ORDER BY s.alert_id DESC LIMIT ${limit}`;
}

// Written as constants, not as parameters: the planner must see them to use the partial indexes, because the equality
// of enums is not leakproof and so no index condition under row-level security.
const constant = (value: string): Prisma.Sql => Prisma.raw(`'${value.replace(/[^a-z_]/g, "")}'`);

function conditions(filter: AlertFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (filter.severity !== undefined) parts.push(Prisma.sql`s.severity = ${constant(filter.severity)}`);
  if (filter.status !== undefined) parts.push(Prisma.sql`s.status = ${constant(filter.status)}`);
  if (filter.verdict !== undefined) parts.push(Prisma.sql`s.verdict = ${constant(filter.verdict)}`);
  if (filter.ruleVersionIds !== undefined) parts.push(Prisma.sql`a.rule_version_id = ANY(${[...filter.ruleVersionIds]})`);
  if (filter.entity !== undefined) parts.push(Prisma.sql`a.entity = ${filter.entity}`);
  if (filter.text !== undefined) parts.push(textCondition(filter.text));
  return parts.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(parts, " AND ")}`;
}

function textCondition(text: NonNullable<AlertFilter["text"]>): Prisma.Sql {
  const either = [Prisma.sql`starts_with(a.entity, ${text.entityPrefix})`];
  if (text.number !== null) either.push(Prisma.sql`a.number = ${text.number}`);
  if (text.ruleVersionIds.length > 0) either.push(Prisma.sql`a.rule_version_id = ANY(${[...text.ruleVersionIds]})`);
  return Prisma.sql`(${Prisma.join(either, " OR ")})`;
}

/** How many alerts are to be judged and how many of them are past their deadline unacknowledged, each counted up to `most`. */
export async function countAlertsToJudge(tx: TenantTransaction, organizationId: string, now: Date, most: number): Promise<{ toJudge: number; overdue: number }> {
  const [row] = await tx.$queryRaw<{ to_judge: bigint; overdue: bigint }[]>`
    SELECT
      (SELECT count(*) FROM (SELECT 1 FROM alert_state WHERE organization_id = ${organizationId} AND status <> 'judged' LIMIT ${most}) t) AS to_judge,
      (SELECT count(*) FROM (SELECT 1 FROM alert_state WHERE organization_id = ${organizationId} AND status <> 'judged' AND status = 'open'
         AND acknowledge_by < ${now} LIMIT ${most}) t) AS overdue`;
  return { toJudge: Number(row?.to_judge ?? 0), overdue: Number(row?.overdue ?? 0) };
}
