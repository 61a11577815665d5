import { Prisma, type RuleVersion } from "#prisma/generated/client.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type RuleText = {
  ruleKey: string;
  /** SHA-256 of the rule and of the rules it refers to. */
  sha256: string;
  title: string;
  severity: Severity;
  text: string;
  controlCodes: string[];
  tags: string[];
};

/** Adds the texts that the organization has not run yet. Answers how many were new. */
export async function addRuleVersions(tx: TenantTransaction, organizationId: string, rules: readonly RuleText[], now: Date): Promise<number> {
  const { count } = await tx.ruleVersion.createMany({
    data: rules.map((rule) => ({ organizationId, id: newId("rul", now.getTime()), ...rule, recordedAt: now })),
    skipDuplicates: true,
  });
  return count;
}

/** The ids of the versions with these keys and hashes: `<key> <hash>` -> id. */
export async function versionIds(tx: TenantTransaction, rules: readonly Pick<RuleText, "ruleKey" | "sha256">[]): Promise<Map<string, string>> {
  const rows = await tx.ruleVersion.findMany({
    where: { sha256: { in: rules.map((rule) => rule.sha256) } },
    select: { id: true, ruleKey: true, sha256: true },
  });
  return new Map(rows.map((row) => [`${row.ruleKey} ${row.sha256}`, row.id]));
}

/** Ids of all versions of a rule, or of all versions whose title contains some text. At most 500. */
export async function findRuleVersionIds(tx: TenantTransaction, by: { key: string } | { titlePart: string }): Promise<string[]> {
  const where = "key" in by ? { ruleKey: by.key } : { title: { contains: by.titlePart.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const } };
  const rows = await tx.ruleVersion.findMany({ where, select: { id: true }, orderBy: { id: "desc" }, take: 500 });
  return rows.map((row) => row.id);
}

/** One version; null when the organization has none of that id. */
export function findRuleVersion(tx: TenantTransaction, organizationId: string, id: string): Promise<RuleVersion | null> {
  return tx.ruleVersion.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** Every version of one rule, the newest first. */
export function findVersionsOfRule(tx: TenantTransaction, ruleKey: string): Promise<RuleVersion[]> {
  return tx.ruleVersion.findMany({ where: { ruleKey }, orderBy: { id: "desc" }, take: 200 });
}

/** The newest version of every rule, without its text, at most `limit`. */
export async function findNewestVersions(tx: TenantTransaction, organizationId: string, limit: number, controlCode?: string): Promise<Omit<RuleVersion, "text">[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM (SELECT DISTINCT ON (rule_key) id, control_codes FROM rule_version WHERE organization_id = ${organizationId} ORDER BY rule_key, id DESC LIMIT ${limit}) newest
    WHERE ${controlCode === undefined ? Prisma.sql`true` : Prisma.sql`${controlCode} = ANY(control_codes)`}`;
  return tx.ruleVersion.findMany({ where: { id: { in: rows.map((row) => row.id) } }, omit: { text: true } });
}

export type Firing = { ruleKey: string; alerts: number; lastRaisedAt: Date | null; lastEventAt: Date | null };

/**
 * How often each rule raised an alert, over all its versions, counted up to `most` per version so that a storm does not
 * slow the page, and when last.
 */
export async function findFirings(tx: TenantTransaction, organizationId: string, ruleKeys: readonly string[], most: number): Promise<Firing[]> {
  if (ruleKeys.length === 0) return [];
  const rows = await tx.$queryRaw<{ rule_key: string; alerts: bigint; last_raised_at: Date | null; last_event_at: Date | null }[]>`
    SELECT v.rule_key, sum(f.alerts) AS alerts, max(l.raised_at) AS last_raised_at, max(l.first_event_at) AS last_event_at
    FROM rule_version v
    CROSS JOIN LATERAL (SELECT count(*) AS alerts FROM (SELECT 1 FROM alert a
      WHERE a.organization_id = v.organization_id AND a.rule_version_id = v.id LIMIT ${most}) t) f
    LEFT JOIN LATERAL (SELECT a.raised_at, a.first_event_at FROM alert a
      WHERE a.organization_id = v.organization_id AND a.rule_version_id = v.id ORDER BY a.id DESC LIMIT 1) l ON true
    WHERE v.organization_id = ${organizationId} AND v.rule_key IN (${Prisma.join([...ruleKeys])})
    GROUP BY v.rule_key`;
  return rows.map((row) => ({ ruleKey: row.rule_key, alerts: Number(row.alerts), lastRaisedAt: row.last_raised_at, lastEventAt: row.last_event_at }));
}
