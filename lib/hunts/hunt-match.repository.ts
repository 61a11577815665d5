import type { AlertDraft } from "#lib/alerts/index.ts";
import type { HuntMatch } from "#prisma/generated/client.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { notFound } from "#lib/platform/errors.ts";

const SEVERITIES = Object.values(Severity);

/** Which of these hits the hunt has as matches already. */
export async function knownHits(tx: TenantTransaction, organizationId: string, huntId: string, hitKeys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.huntMatch.findMany({ where: { organizationId, huntId, hitKey: { in: [...hitKeys] } }, select: { hitKey: true } });
  return new Set(rows.map(({ hitKey }) => hitKey));
}

/** How many matches of these rules are kept. */
export async function countByRule(tx: TenantTransaction, organizationId: string, huntId: string, ruleKeys: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.huntMatch.groupBy({ by: ["ruleKey"], where: { organizationId, huntId, ruleKey: { in: [...ruleKeys] } }, _count: true });
  return new Map(rows.map(({ ruleKey, _count }) => [ruleKey, _count]));
}

export async function insertMatches(tx: TenantTransaction, organizationId: string, huntId: string, drafts: readonly AlertDraft[], segmentId: string, now: Date): Promise<void> {
  await tx.huntMatch.createMany({
    data: drafts.map(({ hitKey, ruleKey, ruleHash, title, severity, groupKey, entity, firstEventAt, lastEventAt, eventCount, lines, explanation }) => ({
      organizationId, huntId, id: newId("hmt", now.getTime()), hitKey, ruleKey, ruleHash, title, severity, groupKey, entity, segmentId, firstEventAt, lastEventAt, eventCount,
      lines: JSON.parse(lines) as object, explanation: JSON.parse(explanation) as object, foundAt: now,
    })),
  });
}

/** Sets the growing figures of matches; who is involved stays when the draft does not say. */
export async function updateMatches(tx: TenantTransaction, organizationId: string, huntId: string, drafts: readonly AlertDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const rows = JSON.stringify(drafts.map(({ hitKey, lastEventAt, eventCount, lines, explanation }) => ({ hit_key: hitKey, last_event_at: lastEventAt.toISOString(), event_count: eventCount, lines: JSON.parse(lines) as unknown, explanation: JSON.parse(explanation) as unknown })));
  await tx.$executeRaw`
    UPDATE hunt_match m SET last_event_at = d.last_event_at, event_count = d.event_count, lines = d.lines, explanation = m.explanation || d.explanation
    FROM jsonb_to_recordset(${rows}::jsonb) AS d(hit_key text, last_event_at timestamptz, event_count int, lines jsonb, explanation jsonb)
    WHERE m.organization_id = ${organizationId} AND m.hunt_id = ${huntId} AND m.hit_key = d.hit_key`;
}

export type MatchRow = Omit<HuntMatch, "organizationId" | "severity" | "lines" | "explanation"> & { severity: Severity; alertNumber: number | null };
export type WholeMatch = HuntMatch & { severity: Severity };

const whole = (match: HuntMatch): WholeMatch => ({ ...match, severity: storedWord(SEVERITIES, match.severity) });

/** Matches of a hunt, the newest events first, behind one of them. */
export async function findMatchPage(tx: TenantTransaction, organizationId: string, filter: { huntId: string; ruleKey: string | undefined; raised: boolean | undefined }, before: { firstEventAt: Date; id: string } | null, limit: number): Promise<MatchRow[]> {
  const { huntId, ruleKey, raised } = filter;
  const behind = before === null ? {} : { OR: [{ firstEventAt: { lt: before.firstEventAt } }, { firstEventAt: before.firstEventAt, id: { lt: before.id } }] };
  const where = { organizationId, huntId, ...(ruleKey === undefined ? {} : { ruleKey }), ...(raised === undefined ? {} : { alertId: raised ? { not: null } : null }), ...behind };
  const rows = await tx.huntMatch.findMany({ where, omit: { lines: true, explanation: true, organizationId: true }, orderBy: [{ firstEventAt: "desc" }, { id: "desc" }], take: limit });
  const numbers = await alertNumbers(tx, organizationId, rows.flatMap(({ alertId }) => alertId ?? []));
  return rows.map((row) => ({ ...row, severity: storedWord(SEVERITIES, row.severity), alertNumber: row.alertId === null ? null : (numbers.get(row.alertId) ?? null) }));
}

export async function alertNumbers(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.alert.findMany({ where: { organizationId, id: { in: [...ids] } }, select: { id: true, number: true } });
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** @throws AppError not_found */
export async function requireMatch(tx: TenantTransaction, organizationId: string, id: string): Promise<WholeMatch> {
  const match = await tx.huntMatch.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (match === null) throw notFound("match");
  return whole(match);
}

/** Matches of a hunt that are no alert yet: of these ids, or the earliest found. */
export async function findUnraised(tx: TenantTransaction, organizationId: string, huntId: string, ids: readonly string[] | null, limit: number): Promise<WholeMatch[]> {
  const rows = await tx.huntMatch.findMany({ where: { organizationId, huntId, alertId: null, ...(ids === null ? {} : { id: { in: [...ids] } }) }, orderBy: { id: "asc" }, take: limit });
  return rows.map(whole);
}

export function countUnraised(tx: TenantTransaction, organizationId: string, huntId: string): Promise<number> {
  return tx.huntMatch.count({ where: { organizationId, huntId, alertId: null } });
}

/** What was found by rule: matches kept, and how many of them are alerts. The most first. */
export async function countMatches(tx: TenantTransaction, organizationId: string, huntId: string, limit: number): Promise<{ ruleKey: string; title: string; severity: Severity; matches: number; raised: number }[]> {
  const rows = await tx.$queryRaw<{ ruleKey: string; title: string; severity: string; matches: bigint; raised: bigint }[]>`
    SELECT rule_key AS "ruleKey", min(title) AS title, min(severity) AS severity, count(*) AS matches, count(alert_id) AS raised
    FROM hunt_match WHERE organization_id = ${organizationId} AND hunt_id = ${huntId} GROUP BY rule_key ORDER BY count(*) DESC, rule_key LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, severity: storedWord(SEVERITIES, row.severity), matches: Number(row.matches), raised: Number(row.raised) }));
}

/** Writes which alert tells of a match now. */
export async function markRaised(tx: TenantTransaction, organizationId: string, raised: readonly { id: string; alertId: string }[], now: Date): Promise<void> {
  for (const { id, alertId } of raised) await tx.huntMatch.update({ where: { organizationId_id: { organizationId, id } }, data: { alertId, raisedAt: now } });
}
