import { z } from "zod";
import { CHECKS_DUE } from "#lib/connections/index.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { CHECK_LIMITS } from "./limits.ts";

const parametersSchema = z.record(z.string(), z.number());
export type CheckVersion = { version: number; codeSha256: string; parameters: Readonly<Record<string, number>>; reason: string; madeBy: string; madeAt: Date };
export type CheckRun = { id: string; number: number; checkId: string; title: string; version: number; askedBy: string; startedAt: Date; endedAt: Date; passed: number; failed: number; errors: number; notApplicable: number; excepted: number; freshUntil: Date | null; sha256: string; record: string };

/** Takes the lock under which a check's versions are numbered and its results written, one after the other. */
export async function lockCheck(tx: TenantTransaction, organizationId: string, checkId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`check ${organizationId} ${checkId}`}, 0))`;
}

/** Versions of a check, the newest first. */
export async function findVersions(tx: TenantTransaction, organizationId: string, checkId: string, limit: number): Promise<CheckVersion[]> {
  const rows = await tx.checkVersion.findMany({ where: { organizationId, checkId }, orderBy: { version: "desc" }, take: limit });
  return rows.map(({ version, codeSha256, parameters, reason, madeBy, madeAt }) => ({ version, codeSha256, parameters: parametersSchema.parse(parameters), reason, madeBy, madeAt }));
}

export async function insertVersion(tx: TenantTransaction, organizationId: string, checkId: string, version: CheckVersion): Promise<void> {
  await tx.checkVersion.create({ data: { ...version, parameters: { ...version.parameters }, organizationId, checkId, id: newId("chv", version.madeAt.getTime()) } });
}

export async function insertRun(tx: TenantTransaction, organizationId: string, run: CheckRun): Promise<void> {
  await tx.checkRun.create({ data: { ...run, organizationId } });
}

const withoutOrganization = ({ organizationId: _organizationId, ...run }: CheckRun & { organizationId: string }): CheckRun => run;

/** Runs of a check, the newest first. */
export async function findRuns(tx: TenantTransaction, organizationId: string, checkId: string, limit: number): Promise<CheckRun[]> {
  return (await tx.checkRun.findMany({ where: { organizationId, checkId }, orderBy: { number: "desc" }, take: limit })).map(withoutOrganization);
}

/** The last run of each check, by the check's id. */
export async function lastCheckRuns(tx: TenantTransaction, organizationId: string): Promise<Map<string, { endedAt: Date; freshUntil: Date | null; version: number }>> {
  const rows = await tx.$queryRaw<{ checkId: string; endedAt: Date; freshUntil: Date | null; version: number }[]>`
    SELECT DISTINCT ON (check_id) check_id AS "checkId", ended_at AS "endedAt", fresh_until AS "freshUntil", version FROM check_run WHERE organization_id = ${organizationId} ORDER BY check_id, number DESC`;
  return new Map(rows.map((row) => [row.checkId, row]));
}

export type Result = { connectionId: string; resource: string; name: string; scope: string; state: "pass" | "fail" | "error" | "not_applicable"; reason: string };

/**
 * Writes how everything stands by a run: a thing whose state is another than before gets a row of history, one that the
 * check meets no more is gone. The same results twice change nothing the second time.
 *
 * @returns how many stand otherwise than before
 */
export async function writeStates(tx: TenantTransaction, organizationId: string, { checkId, version, runId }: { checkId: string; version: number; runId: string }, results: readonly Result[], now: Date): Promise<number> {
  const rows = JSON.stringify(results.map(({ connectionId, ...rest }) => ({ connection_id: connectionId, ...rest })));
  const given = Prisma.sql`jsonb_to_recordset(${rows}::jsonb) AS r (connection_id text, resource text, name text, scope text, state text, reason text)`;
  const prefix = newId("chc", now.getTime());
  const changed = await tx.$executeRaw`
    INSERT INTO check_state_change (organization_id, id, check_id, connection_id, resource, name, state, before, reason, version, run_id, at)
    SELECT ${organizationId}, ${prefix} || '-' || lpad((row_number() OVER (ORDER BY r.connection_id, r.resource))::text, 6, '0'), ${checkId}, r.connection_id, r.resource, r.name, r.state, CASE WHEN s.gone_at IS NULL THEN s.state END, r.reason, ${version}::int, ${runId}, ${now}::timestamptz
      FROM ${given} LEFT JOIN check_state s ON s.organization_id = ${organizationId} AND s.check_id = ${checkId} AND s.connection_id = r.connection_id AND s.resource = r.resource
     WHERE s.resource IS NULL OR s.gone_at IS NOT NULL OR s.state <> r.state`;
  await tx.$executeRaw`
    INSERT INTO check_state AS s (organization_id, check_id, connection_id, resource, name, scope, state, reason, version, since, run_id)
    SELECT ${organizationId}, ${checkId}, r.connection_id, r.resource, r.name, r.scope, r.state, r.reason, ${version}::int, ${now}::timestamptz, ${runId} FROM ${given}
    ON CONFLICT (organization_id, check_id, connection_id, resource) DO UPDATE SET name = excluded.name, scope = excluded.scope, reason = excluded.reason, version = excluded.version, run_id = excluded.run_id, gone_at = NULL,
      since = CASE WHEN s.state = excluded.state AND s.gone_at IS NULL THEN s.since ELSE excluded.since END, state = excluded.state`;
  const gone = await tx.$executeRaw`
    WITH gone AS (
      UPDATE check_state SET gone_at = ${now}::timestamptz WHERE organization_id = ${organizationId} AND check_id = ${checkId} AND run_id <> ${runId} AND gone_at IS NULL RETURNING connection_id, resource, name, state)
    INSERT INTO check_state_change (organization_id, id, check_id, connection_id, resource, name, state, before, reason, version, run_id, at)
    SELECT ${organizationId}, ${prefix} || '-g' || lpad((row_number() OVER (ORDER BY connection_id, resource))::text, 6, '0'), ${checkId}, connection_id, resource, name, 'gone', state, 'The check meets it no more.', ${version}::int, ${runId}, ${now}::timestamptz FROM gone`;
  return changed + gone;
}

export type StateChange = { id: string; connectionId: string; resource: string; name: string; state: string; before: string | null; reason: string; version: number; at: Date };

/** What stood otherwise from when on, the newest first. */
export function findChanges(tx: TenantTransaction, organizationId: string, checkId: string): Promise<StateChange[]> {
  return tx.checkStateChange.findMany({
    where: { organizationId, checkId }, orderBy: { id: "desc" }, take: CHECK_LIMITS.shown,
    select: { id: true, connectionId: true, resource: true, name: true, state: true, before: true, reason: true, version: true, at: true },
  });
}

/** Takes the checks of a connection off the list of due work. */
export async function removeChecksDue(tx: TenantTransaction, connectionId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${CHECKS_DUE}, ${connectionId})`;
}

/** Names of connections, removed ones included. */
export async function connectionNames(tx: TenantTransaction, organizationId: string): Promise<Map<string, string>> {
  return new Map((await tx.connection.findMany({ where: { organizationId }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
}

/** How far a job that was begun for a check is, while it is under way. */
export function runUnderWay(tx: TenantTransaction, organizationId: string, subjects: readonly string[]): Promise<{ step: string; progress: number } | null> {
  return tx.jobRun.findFirst({ where: { organizationId, kind: "run_checks", subjectId: { in: [...subjects] }, status: { in: ["queued", "running"] } }, select: { step: true, progress: true }, orderBy: { id: "desc" } });
}
