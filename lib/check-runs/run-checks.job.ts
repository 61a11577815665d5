import { z } from "zod";
import type { Check, CheckResult } from "#lib/checks/index.ts";
import { raiseDueFindings } from "#lib/findings/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { defineJob } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { beginCheck, type BegunCheck } from "./begin-check.ts";
import { judgeCollected } from "./judge-collected.ts";
import { CHECK_LIMITS } from "./limits.ts";
import { shippedCheck } from "./read-checks.ts";
import { readCheckCauses, recordCheck, type RunParts } from "./record-check.ts";
import { runChecksKind } from "./run-checks.kind.ts";

/** Runs checks over what was collected, one after the other; what fails is a finding. Run again, it judges anew. */
export const runChecksJob = defineJob({
  kind: runChecksKind.kind,
  actor: "system",
  payload: z.strictObject({ checkIds: z.array(z.string().max(64)).max(1_000), askedBy: z.string().max(100) }),
  async run(context, { checkIds, askedBy }, progress) {
    for (const [index, checkId] of checkIds.entries()) {
      const check = await shippedCheck(checkId);
      // One that this version no longer has is not run; what it found stays.
      if (check === null) continue;
      await progress(check.metadata.title, index / checkIds.length);
      await runCheck(context, check, askedBy);
    }
    const { causes } = await readCheckCauses(context, { checkIds });
    if (causes.length > 0) await raiseDueFindings(context, { causes });
  },
});

async function runCheck(context: Context, check: Check, askedBy: string): Promise<void> {
  const begun = await beginCheck(context, { checkId: check.metadata.id });
  await recordCheck(context, { checkId: check.metadata.id, askedBy, version: begun.version, startedAt: begun.at, run: JSON.stringify(judgeAll(check, begun)) });
}

/** What the check makes of every connection that it judges; where none is there, that it could not run. */
function judgeAll(check: Check, { connections, parameters, at }: BegunCheck): RunParts {
  const results = connections.flatMap((held) => judged(check, held, parameters, at).map((result) => ({ connectionId: held.connectionId, resource: shortened(result.resource), name: shortened(result.name, CHECK_LIMITS.name), scope: shortened(result.scope ?? ""), state: result.state, reason: shortened(result.reason) })));
  const none = { connectionId: "", resource: "", name: "Nothing", scope: "", state: "error" as const, reason: "No connection brings what this check judges." };
  return {
    results: connections.length === 0 ? [none] : onlyOnce(results),
    restsOn: connections.flatMap(({ connectionId, runs, rows }) => runs.map(({ id, number, collector, completeness, sha256 }) => ({ connection: connectionId, collection: id, number, collector, completeness, sha256, rows: rows.filter((found) => found.collector === collector).length }))),
    freshUntil: connections.reduce<string | null>((least, { freshUntil }) => (freshUntil === null ? least : least === null || freshUntil.toISOString() < least ? freshUntil.toISOString() : least), null),
  };
}

/** A check that fails itself says nothing of what it judges. */
function judged(check: Check, held: BegunCheck["connections"][number], parameters: BegunCheck["parameters"], at: Date): CheckResult[] {
  try {
    return judgeCollected(check, held, parameters, at);
  } catch (error) {
    log.error("check.failed_itself", { check: check.metadata.id, connection: held.connectionId, ...errorFields(error) });
    return [{ state: "error", reason: `The check itself failed: ${error instanceof Error ? error.message : "of an unknown reason"}`, resource: "", name: "The check", scope: null }];
  }
}

/** Two gaps of one question are one result: the later, as of everything that is told twice. */
const onlyOnce = <Result extends { connectionId: string; resource: string }>(results: readonly Result[]): Result[] => [...new Map(results.map((result) => [`${result.connectionId} ${result.resource}`, result])).values()];

const shortened = (text: string, most: number = CHECK_LIMITS.text): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
