import { z } from "zod";
import { decodeCursor, defineVerb, memberNames, pageOf } from "#lib/access/index.ts";
import type { CheckMetadata } from "#lib/checks/index.ts";
import { mappingsInForce } from "#lib/frameworks/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { statusFacts, type Status } from "#lib/status/index.ts";
import { acceptanceState, findAcceptances, type Acceptance } from "./acceptance.repository.ts";
import { connectionNames, findChanges, findRuns, findVersions, lastCheckRuns, runUnderWay, type CheckRun, type CheckVersion, type StateChange } from "./check.repository.ts";
import { checkStanding, NO_COUNTS, STANDS, type AcceptanceState, type Counts } from "./client.ts";
import { controlsOf } from "./controls-of.ts";
import { CHECK_LIMITS } from "./limits.ts";
import { shippedChecks } from "./read-checks.ts";
import { ALL_CHECKS } from "./run-now.ts";
import { checkInput, parametersInForce, requireShipped } from "./shipped.ts";
import { countStands, findStanding, type Standing, type StandingPlace } from "./standing.repository.ts";

export type CheckSummary = { id: string; title: string; severity: CheckMetadata["severity"]; about: string; counts: Counts; lastRunAt: Date | null; status: Status; word: string };
export type UnderWay = { step: string; progress: number } | null;

/** Every check with how it stands, the worst first. */
export const listChecks = defineVerb({
  name: "checks.list",
  permission: "checks.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<{ checks: CheckSummary[]; underWay: UnderWay }> {
    const checks = await checkSummaries(tx, organizationId, now);
    checks.sort((a, b) => statusFacts(a.status).order - statusFacts(b.status).order || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.title.localeCompare(b.title, "en"));
    return { checks, underWay: await runUnderWay(tx, organizationId, [ALL_CHECKS]) };
  },
});

/** How every shipped check stands, in no order. */
export async function checkSummaries(tx: TenantTransaction, organizationId: string, now: Date): Promise<CheckSummary[]> {
  const counts = await countStands(tx, organizationId, dayOf(now, await timeZoneOf(tx, organizationId)), null);
  const runs = await lastCheckRuns(tx, organizationId);
  return [...(await shippedChecks()).values()].map(({ metadata: { id, title, severity, subject } }): CheckSummary => {
    const [of, run] = [counts.get(id) ?? NO_COUNTS, runs.get(id) ?? null];
    return { id, title, severity, about: subject.type ?? subject.kind.replaceAll("_", " "), counts: of, lastRunAt: run?.endedAt ?? null, ...checkStanding(of, run, now) };
  });
}

const SEVERITIES: readonly CheckMetadata["severity"][] = ["critical", "high", "medium", "low"];

export type StandingView = Standing & { connectionName: string };
export type AcceptanceView = Acceptance & { state: AcceptanceState; proposedByName: string; decidedByNames: string[]; resourceName: string | null };
export type CheckView = Omit<CheckSummary, "about"> & {
  metadata: CheckMetadata;
  parameters: Readonly<Record<string, number>>;
  controls: { id: string; code: string }[];
  /** A page of how everything stands, and where the next one begins. */
  standing: StandingView[];
  nextCursor: string | null;
  changes: (StateChange & { connectionName: string })[];
  versions: (CheckVersion & { madeByName: string })[];
  runs: Omit<CheckRun, "record">[];
  acceptances: AcceptanceView[];
  underWay: UnderWay;
};

/** One check: what it judges and by what, how each thing stands, what changed, its versions, runs and accepted risks. @throws AppError not_found */
export const readCheck = defineVerb({
  name: "checks.read",
  permission: "checks.read",
  effect: "read",
  input: z.strictObject({ checkId: checkInput, only: z.enum(STANDS).optional(), after: z.string().max(CHECK_LIMITS.cursor).optional() }),
  async run({ tx, scope, context: { organizationId }, input: { checkId, only, after }, now }): Promise<CheckView> {
    const shipped = await requireShipped(checkId);
    const { metadata } = shipped;
    const today = dayOf(now, await timeZoneOf(tx, organizationId));
    const counts = (await countStands(tx, organizationId, today, checkId)).get(checkId) ?? NO_COUNTS;
    const runs = await findRuns(tx, organizationId, checkId, CHECK_LIMITS.shown);
    const versions = await findVersions(tx, organizationId, checkId, CHECK_LIMITS.shown);
    const acceptances = await findAcceptances(tx, organizationId, checkId);
    const names = await memberNames(tx, organizationId, [...versions.map(({ madeBy }) => madeBy), ...acceptances.flatMap((one) => [one.proposedBy, ...one.decisions.map(({ decidedBy }) => decidedBy)])]);
    const nameOf = (id: string): string => names.get(id) ?? (id.startsWith("system:") ? "Tickmark" : "Somebody who has left");
    const connections = await connectionNames(tx, organizationId);
    const named = <Of extends { connectionId: string }>(one: Of): Of & { connectionName: string } => ({ ...one, connectionName: connections.get(one.connectionId) ?? "no connection" });
    const place = after === undefined ? null : placeOf(after);
    const { rows: standing, nextCursor } = pageOf(await findStanding(tx, organizationId, today, { checkId, only: only ?? null, after: place, limit: CHECK_LIMITS.shown + 1 }), CHECK_LIMITS.shown, (row) => [row.stands, row.name, row.connectionId, row.resource]);
    const controls = controlsOf(metadata.requirements, await mappingsInForce(tx, scope, { effectiveAt: now, knownAt: now }));
    return {
      id: checkId, title: metadata.title, severity: metadata.severity, metadata, counts, lastRunAt: runs[0]?.endedAt ?? null, ...checkStanding(counts, runs[0] ?? null, now), controls,
      parameters: parametersInForce(shipped, versions[0]?.parameters ?? {}), standing: standing.map(named), nextCursor, changes: (await findChanges(tx, organizationId, checkId)).map(named),
      versions: versions.map((one) => ({ ...one, madeByName: nameOf(one.madeBy) })), runs: runs.map(({ record: _record, ...run }) => run),
      acceptances: acceptances.map((one) => ({ ...one, state: acceptanceState(one, today), proposedByName: nameOf(one.proposedBy), decidedByNames: one.decisions.map(({ decidedBy }) => nameOf(decidedBy)), resourceName: one.resource })),
      underWay: await runUnderWay(tx, organizationId, [checkId, ALL_CHECKS]),
    };
  },
});

const text = z.string().max(CHECK_LIMITS.text);

/** Where a page begins. @throws AppError validation for a cursor that was not written by this verb */
function placeOf(cursor: string): StandingPlace {
  const [stands, name, connectionId, resource] = decodeCursor(z.tuple([z.enum(STANDS), text, text, text]), cursor);
  return { stands, name, connectionId, resource };
}
