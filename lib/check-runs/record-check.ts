import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { mappingsInForce } from "#lib/frameworks/index.ts";
import type { DueCause } from "#lib/findings/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { parseJson } from "#lib/platform/parse-json.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { insertRun, lockCheck, writeStates } from "./check.repository.ts";
import { controlsOf } from "./controls-of.ts";
import { CHECK_LIMITS } from "./limits.ts";
import { checkInput, requireShipped } from "./shipped.ts";
import { countStands, countStates, findStanding } from "./standing.repository.ts";

const text = z.string().max(CHECK_LIMITS.text);
const runSchema = z.strictObject({
  results: z.array(z.strictObject({ connectionId: z.string().max(64), resource: text, name: z.string().max(CHECK_LIMITS.name), scope: text, state: z.enum(["pass", "fail", "error", "not_applicable"]), reason: text })),
  restsOn: z.array(z.strictObject({ connection: z.string(), collection: z.string(), number: z.number(), collector: z.string(), completeness: z.string(), sha256: z.string().nullable(), /** Of its collector, how many the check looked at. */ rows: z.int() })),
  freshUntil: z.iso.datetime().nullable(),
});
/** What a run found, and the collections that it rests on. */
export type RunParts = z.output<typeof runSchema>;

/**
 * Records a run: how everything stands, what stands otherwise than before, and the record with its hash in the ledger. Its
 * results are told whole by their hash, and the first of them, failures before others, by name.
 *
 * @throws AppError not_found
 */
export const recordCheck = defineVerb({
  name: "checks.record",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ checkId: checkInput, askedBy: z.string().max(100), version: z.int().min(1).max(1_000_000), startedAt: z.date(), run: z.string().max(CHECK_LIMITS.resultsText) }),
  async run({ tx, context, input: { checkId, askedBy, version, startedAt, run }, now, audit }): Promise<{ runId: string; changed: number }> {
    const { organizationId } = context;
    const { metadata } = await requireShipped(checkId);
    const { results, restsOn, freshUntil } = runSchema.parse(parseJson(run));
    await lockCheck(tx, organizationId, checkId);
    const runId = newId("chr", now.getTime());
    const number = await nextNumber(tx, organizationId, "check_run");
    const changed = await writeStates(tx, organizationId, { checkId, version, runId }, results, now);
    const today = dayOf(now, await timeZoneOf(tx, organizationId));
    const counts = await countStates(tx, organizationId, today, checkId);
    const listed = await findStanding(tx, organizationId, today, { checkId, only: null, limit: CHECK_LIMITS.recorded });
    const record = canonicalJson({
      kind: "check_run", id: runId, number, check: checkId, title: metadata.title, version, asked_by: askedBy, started_at: startedAt.toISOString(), ended_at: now.toISOString(), fresh_until: freshUntil,
      counts: { passed: counts.pass, failed: counts.fail + counts.excepted, could_not_run: counts.error, not_applicable: counts.not_applicable, risk_accepted: counts.excepted }, rests_on: restsOn,
      results_sha256: sha256Hex(canonicalJson(results as unknown as Json)), results: listed.map(({ resource, name, scope, stands, reason }) => ({ resource, name, scope, stands, reason })),
    });
    const sha256 = sha256Hex(record);
    await insertRun(tx, organizationId, {
      id: runId, number, checkId, title: metadata.title, version, askedBy, startedAt, endedAt: now, freshUntil: freshUntil === null ? null : new Date(freshUntil), sha256, record,
      passed: counts.pass, failed: counts.fail + counts.excepted, errors: counts.error, notApplicable: counts.not_applicable, excepted: counts.excepted,
    });
    await appendPendingEntry(tx, context, { kind: "check_run", subjectId: runId, record: { sha256, check: checkId, version, failed: counts.fail, could_not_run: counts.error, passed: counts.pass, ended_at: now.toISOString() } });
    await audit({ action: "check.ran", subjectKind: "check_run", subjectId: runId, changes: { check: checkId, version, changed, sha256 } });
    return { runId, changed };
  },
});

/**
 * What fails by checks and is no accepted risk, as facts for findings: of each check one, named by when the newest of its
 * failures began. A further failure is a further fact of the same finding; the same ones again are none.
 */
export const readCheckCauses = defineVerb({
  name: "checks.read_causes",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ checkIds: z.array(checkInput).max(1_000) }),
  async run({ tx, scope, input: { checkIds }, now }): Promise<{ causes: DueCause[] }> {
    const { organizationId } = scope;
    const today = dayOf(now, await timeZoneOf(tx, organizationId));
    const counts = await countStands(tx, organizationId, today, null);
    const failing = checkIds.filter((id) => (counts.get(id)?.fail ?? 0) > 0);
    const mappings = failing.length === 0 ? [] : await mappingsInForce(tx, scope, { effectiveAt: now, knownAt: now });
    const causes: DueCause[] = [];
    for (const checkId of failing) {
      const { metadata } = await requireShipped(checkId);
      const found = await findStanding(tx, organizationId, today, { checkId, only: "fail", limit: CHECK_LIMITS.recorded });
      const since = found.reduce((newest, one) => (one.since > newest ? one.since : newest), new Date(0));
      const named = found.slice(0, 5).map(({ name, reason }) => `${name}: ${reason}`).join(" ");
      causes.push({
        cause: `check:${checkId}:${since.toISOString()}`, text: `${counts.get(checkId)?.fail ?? 0} fail. ${named} ${metadata.remediation}`.slice(0, 4_000), sourceKind: "check", sourceId: checkId, sourceName: metadata.title,
        title: `Fails: ${metadata.title}`, severity: metadata.severity, controlIds: controlsOf(metadata.requirements, mappings).map(({ id }) => id), owner: null,
      });
    }
    return { causes };
  },
});
