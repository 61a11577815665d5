import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { NO_COUNTS, STANDS, type Counts, type Stands } from "./client.ts";

export type Standing = { connectionId: string; resource: string; name: string; scope: string; stands: Stands; reason: string; version: number; since: Date };
/** Where a list of them goes on: behind this one. */
export type StandingPlace = Pick<Standing, "stands" | "name" | "connectionId" | "resource">;

/** Acceptances that hold on a day: approved by another person, not over, not ended. */
const inForce = (organizationId: string, today: string): Prisma.Sql => Prisma.sql`check_acceptance a
   WHERE a.organization_id = ${organizationId} AND a.until >= ${today}
     AND EXISTS (SELECT FROM check_acceptance_decision d WHERE d.organization_id = a.organization_id AND d.acceptance_id = a.id AND d.decision = 'approved')
     AND NOT EXISTS (SELECT FROM check_acceptance_decision e WHERE e.organization_id = a.organization_id AND e.acceptance_id = a.id AND e.decision = 'ended')`;

/** Whether the risk of a thing alone is accepted: the things are gathered once, not looked up one by one. */
const alone = (organizationId: string, today: string): Prisma.Sql => Prisma.sql`(s.check_id, s.connection_id, s.resource) IN (SELECT a.check_id, a.connection_id, a.resource FROM ${inForce(organizationId, today)} AND a.resource IS NOT NULL)`;

/** Checks of which everything that fails is accepted. */
async function acceptedWhole(tx: TenantTransaction, organizationId: string, today: string): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ checkId: string }[]>`SELECT DISTINCT a.check_id AS "checkId" FROM ${inForce(organizationId, today)} AND a.resource IS NULL`;
  return new Set(rows.map(({ checkId }) => checkId));
}

type Found = ReadonlyMap<string, Counts>;

/** How many things stand how, by check: as its last run counted them, for nothing moves between runs but which risks are accepted. */
export async function countStands(tx: TenantTransaction, organizationId: string, today: string, checkId: string | null): Promise<Map<string, Counts>> {
  const of = checkId === null ? Prisma.empty : Prisma.sql`AND check_id = ${checkId}`;
  const rows = await tx.$queryRaw<{ checkId: string; pass: number; fail: number; error: number; notApplicable: number }[]>`
    SELECT DISTINCT ON (check_id) check_id AS "checkId", passed AS pass, failed AS fail, errors AS error, not_applicable AS "notApplicable" FROM check_run WHERE organization_id = ${organizationId} ${of} ORDER BY check_id, number DESC`;
  return withAccepted(tx, organizationId, today, checkId, new Map(rows.map(({ checkId: id, notApplicable, ...counts }) => [id, { ...NO_COUNTS, ...counts, not_applicable: notApplicable }])));
}

/** How many things stand how by one check, counted: for the run that tells it. */
export async function countStates(tx: TenantTransaction, organizationId: string, today: string, checkId: string): Promise<Counts> {
  const rows = await tx.$queryRaw<{ state: Exclude<Stands, "excepted">; count: bigint }[]>`
    SELECT s.state, count(*) AS count FROM check_state s WHERE s.organization_id = ${organizationId} AND s.check_id = ${checkId} AND s.gone_at IS NULL GROUP BY 1`;
  const found = { ...NO_COUNTS, ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])) };
  return (await withAccepted(tx, organizationId, today, checkId, new Map([[checkId, found]]))).get(checkId) ?? NO_COUNTS;
}

/** Counts with those that fail and whose risk is accepted on a day told apart. */
async function withAccepted(tx: TenantTransaction, organizationId: string, today: string, checkId: string | null, found: Found): Promise<Map<string, Counts>> {
  const of = checkId === null ? Prisma.empty : Prisma.sql`AND s.check_id = ${checkId}`;
  const accepted = await tx.$queryRaw<{ checkId: string; count: bigint }[]>`
    SELECT s.check_id AS "checkId", count(*) AS count FROM check_state s
     WHERE s.organization_id = ${organizationId} AND s.gone_at IS NULL AND s.state = 'fail' ${of} AND ${alone(organizationId, today)} GROUP BY 1`;
  const [whole, single] = [await acceptedWhole(tx, organizationId, today), new Map(accepted.map((row) => [row.checkId, Number(row.count)]))];
  const counts = new Map(found);
  for (const [id, each] of found) {
    const excepted = whole.has(id) ? each.fail : (single.get(id) ?? 0);
    if (excepted > 0) counts.set(id, { ...each, fail: each.fail - excepted, excepted });
  }
  return counts;
}

/**
 * How things stand by a check, what fails first, then by name; with `only`, those that stand so. State by state, each in the
 * order of an index: a place far behind costs what the first one costs.
 */
export async function findStanding(tx: TenantTransaction, organizationId: string, today: string, { checkId, only, after = null, limit }: { checkId: string; only: Stands | null; after?: StandingPlace | null; limit: number }): Promise<Standing[]> {
  const whole = (await acceptedWhole(tx, organizationId, today)).has(checkId);
  const ofWord = (word: Stands, most: number): Promise<Omit<Standing, "stands">[]> => {
    if (word === "fail" && whole) return Promise.resolve([]);
    const apart = whole || (word !== "fail" && word !== "excepted") ? Prisma.empty : word === "fail" ? Prisma.sql`AND NOT ${alone(organizationId, today)}` : Prisma.sql`AND ${alone(organizationId, today)}`;
    const behind = after?.stands === word ? Prisma.sql`AND (s.name, s.connection_id, s.resource) > (${after.name}, ${after.connectionId}, ${after.resource})` : Prisma.empty;
    return tx.$queryRaw<Omit<Standing, "stands">[]>`
      SELECT s.connection_id AS "connectionId", s.resource, s.name, s.scope, s.reason, s.version, s.since FROM check_state s
       WHERE s.organization_id = ${organizationId} AND s.check_id = ${checkId} AND s.state = ${word === "excepted" ? "fail" : word} AND s.gone_at IS NULL ${apart} ${behind}
       ORDER BY s.name, s.connection_id, s.resource LIMIT ${most}`;
  };
  const found: Standing[] = [];
  for (const word of STANDS.slice(after === null ? 0 : STANDS.indexOf(after.stands))) {
    if (found.length >= limit || (only !== null && only !== word)) continue;
    found.push(...(await ofWord(word, limit - found.length)).map((row) => ({ ...row, stands: word })));
  }
  return found;
}
