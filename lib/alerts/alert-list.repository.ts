import { Prisma } from "#prisma/generated/client.ts";
import type { Severity, Verdict } from "#prisma/generated/enums.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AlertStatus, AlertVerdict, AlertSeverity, AlertSource, VendorState } from "./client.ts";

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
  /** Of a vendor's alert: the connection's name, and how it stands at the vendor. */
  connection: string | null;
  vendorState: VendorState | null;
};

export type AlertFilter = {
  severity?: AlertSeverity | undefined;
  status?: "open" | "acknowledged" | undefined;
  verdict?: AlertVerdict | undefined;
  ruleVersionIds?: readonly string[] | undefined;
  entity?: string | undefined;
  segmentId?: string | undefined;
  source?: AlertSource | undefined;
  connectionId?: string | undefined;
  /** `prefix`: the beginning of an entity, or of a vendor's title. */
  text?: { number: number | null; ruleVersionIds: readonly string[]; prefix: string } | undefined;
};

const COLUMNS = Prisma.sql`
  a.id, a.number, a.title, a.entity, s.severity, s.status, s.verdict,
  a.first_event_at AS "firstEventAt", s.last_event_at AS "lastEventAt", s.event_count AS "eventCount", a.raised_at AS "raisedAt",
  s.acknowledge_by AS "acknowledgeBy", s.acknowledged_at AS "acknowledgedAt", s.judged_at AS "judgedAt",
  s.assignee_member_id AS "assigneeMemberId", m.name AS assignee, c.name AS connection, f.state AS "vendorState"`;

/** Up to so many alerts that a filter leaves, they are found first and sorted; beyond, the list is walked in its order. */
const FEW = 5000;

/** To judge, the nearest deadline first. Reads `limit` rows after the key. */
export function findAlertsToJudge(tx: TenantTransaction, organizationId: string, filter: AlertFilter, after: { acknowledgeBy: Date; id: string } | null, limit: number): Promise<AlertRow[]> {
  const key = after === null ? Prisma.empty : Prisma.sql`AND (s.acknowledge_by, s.alert_id) > (${after.acknowledgeBy}, ${after.id})`;
  const where = Prisma.sql`s.organization_id = ${organizationId} AND s.status <> 'judged' ${stateConditions(filter)} ${key}`;
  return findPage(tx, organizationId, filter, where, Prisma.sql`s.acknowledge_by, s.alert_id`, limit);
}

/** Judged, the newest first. An alert's id begins with the instant at which it was raised, so it is the sort key itself. */
export function findJudgedAlerts(tx: TenantTransaction, organizationId: string, filter: AlertFilter, before: { id: string } | null, limit: number): Promise<AlertRow[]> {
  const key = before === null ? Prisma.empty : Prisma.sql`AND s.alert_id < ${before.id}`;
  const where = Prisma.sql`s.organization_id = ${organizationId} AND s.status = 'judged' ${stateConditions(filter)} ${key}`;
  return findPage(tx, organizationId, filter, where, Prisma.sql`s.alert_id DESC`, limit);
}

/**
 * The planner cannot know how a filter on the fact lies along an order of the state, so the way is chosen here: the
 * page's keys are found first, by walking the list's own index or, when few facts pass the filter, from those
 * (OFFSET 0 keeps the planner from choosing anew).
 */
async function findPage(tx: TenantTransaction, organizationId: string, filter: AlertFilter, where: Prisma.Sql, order: Prisma.Sql, limit: number): Promise<AlertRow[]> {
  const facts = factConditions(organizationId, filter);
  const keys =
    facts === null
      ? Prisma.sql`SELECT s.* FROM alert_state s WHERE ${where} ORDER BY ${order} LIMIT ${limit}`
      : (await areFew(tx, facts))
        ? Prisma.sql`SELECT s.* FROM (SELECT a.organization_id, a.id FROM alert a WHERE ${facts} OFFSET 0) f
            CROSS JOIN LATERAL (SELECT * FROM alert_state s WHERE s.organization_id = f.organization_id AND s.alert_id = f.id OFFSET 0) s
            WHERE ${where} ORDER BY ${order} LIMIT ${limit}`
        : Prisma.sql`SELECT s.* FROM alert_state s
            CROSS JOIN LATERAL (SELECT 1 FROM alert a WHERE ${facts} AND a.organization_id = s.organization_id AND a.id = s.alert_id OFFSET 0) f
            WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
  return tx.$queryRaw<AlertRow[]>`
    WITH s AS MATERIALIZED (${keys})
    SELECT ${COLUMNS} FROM s
    JOIN alert a ON a.organization_id = s.organization_id AND a.id = s.alert_id
    LEFT JOIN member m ON m.organization_id = s.organization_id AND m.id = s.assignee_member_id
    LEFT JOIN connection c ON c.organization_id = a.organization_id AND c.id = a.connection_id
    LEFT JOIN vendor_firing f ON a.connection_id IS NOT NULL AND f.organization_id = a.organization_id AND f.alert_id = a.id
    ORDER BY ${order}`;
}

async function areFew(tx: TenantTransaction, facts: Prisma.Sql): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM (SELECT 1 FROM alert a WHERE ${facts} LIMIT ${FEW + 1}) t`;
  return Number(row?.count ?? 0) <= FEW;
}

function stateConditions(filter: AlertFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (filter.severity !== undefined) parts.push(Prisma.sql`s.severity = ${filter.severity}`);
  if (filter.status !== undefined) parts.push(Prisma.sql`s.status = ${filter.status}`);
  if (filter.verdict !== undefined) parts.push(Prisma.sql`s.verdict = ${filter.verdict}`);
  return parts.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(parts, " AND ")}`;
}

/** What the filter asks of the facts; null when it asks nothing of them. */
function factConditions(organizationId: string, filter: AlertFilter): Prisma.Sql | null {
  const parts: Prisma.Sql[] = [];
  if (filter.ruleVersionIds !== undefined) parts.push(Prisma.sql`a.rule_version_id = ANY(${[...filter.ruleVersionIds]})`);
  if (filter.entity !== undefined) parts.push(Prisma.sql`a.entity = ${filter.entity}`);
  if (filter.segmentId !== undefined) parts.push(Prisma.sql`a.segment_id = ${filter.segmentId}`);
  if (filter.source !== undefined) parts.push(filter.source === "vendor" ? Prisma.sql`a.connection_id IS NOT NULL` : Prisma.sql`a.connection_id IS NULL`);
  if (filter.connectionId !== undefined) parts.push(Prisma.sql`a.connection_id = ${filter.connectionId}`);
  if (filter.text !== undefined) parts.push(textCondition(filter.text));
  return parts.length === 0 ? null : Prisma.sql`a.organization_id = ${organizationId} AND ${Prisma.join(parts, " AND ")}`;
}

function textCondition(text: NonNullable<AlertFilter["text"]>): Prisma.Sql {
  // A range in byte order is a prefix; LIKE is not leakproof and would read every alert.
  const beyond = `${text.prefix}\u{10ffff}`;
  const either = [
    Prisma.sql`(a.entity COLLATE "C" >= ${text.prefix} AND a.entity COLLATE "C" < ${beyond})`,
    Prisma.sql`(a.connection_id IS NOT NULL AND a.title COLLATE "C" >= ${text.prefix} AND a.title COLLATE "C" < ${beyond})`,
  ];
  if (text.number !== null) either.push(Prisma.sql`a.number = ${text.number}`);
  if (text.ruleVersionIds.length > 0) either.push(Prisma.sql`a.rule_version_id = ANY(${[...text.ruleVersionIds]})`);
  return Prisma.sql`(${Prisma.join(either, " OR ")})`;
}

/** How many alerts are to be judged and how many of them are past their deadline unacknowledged, each counted up to `most`. */
export async function countAlertsToJudge(tx: TenantTransaction, organizationId: string, now: Date, most: number): Promise<{ toJudge: number; overdue: number }> {
  const [row] = await tx.$queryRaw<{ to_judge: bigint; overdue: bigint }[]>`
    SELECT
      (SELECT count(*) FROM (SELECT 1 FROM alert_state WHERE organization_id = ${organizationId} AND status <> 'judged' ORDER BY acknowledge_by LIMIT ${most}) t) AS to_judge,
      (SELECT count(*) FROM (SELECT 1 FROM alert_state WHERE organization_id = ${organizationId} AND status <> 'judged' AND status = 'open'
         AND acknowledge_by < ${now} ORDER BY acknowledge_by LIMIT ${most}) t) AS overdue`;
  return { toJudge: Number(row?.to_judge ?? 0), overdue: Number(row?.overdue ?? 0) };
}

/** Connections that have fed the queue, by name. */
export function findFeeding(tx: TenantTransaction, organizationId: string): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT c.id, c.name FROM connection c
     WHERE c.organization_id = ${organizationId} AND EXISTS (SELECT FROM alert a WHERE a.organization_id = ${organizationId} AND a.connection_id = c.id) ORDER BY c.name, c.id`;
}
