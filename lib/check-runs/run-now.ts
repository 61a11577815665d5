import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { collectorsOf } from "#lib/connections/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { connectionNames, removeChecksDue, runUnderWay } from "./check.repository.ts";
import { connectionsThere } from "./holdings.repository.ts";
import { judges } from "./judges.ts";
import { shippedChecks } from "./read-checks.ts";
import { runChecksKind } from "./run-checks.kind.ts";
import { checkInput, requireShipped } from "./shipped.ts";

/** The subject of the job that runs every check. */
export const ALL_CHECKS = "all";

/** Has a check run now, or all of them. One run of the same is under way at a time. @throws AppError not_found; conflict (run_under_way) */
export const runChecksNow = defineVerb({
  name: "checks.run_now",
  permission: "checks.manage",
  effect: "write",
  input: z.strictObject({ checkId: checkInput.optional() }),
  async run({ tx, context, input: { checkId }, audit, enqueue }): Promise<{ checks: number }> {
    if (checkId !== undefined) await requireShipped(checkId);
    const subject = checkId ?? ALL_CHECKS;
    if ((await runUnderWay(tx, context.organizationId, [subject])) !== null) throw new AppError("conflict", "run_under_way", "It is running already.");
    const checkIds = checkId === undefined ? [...(await shippedChecks()).keys()] : [checkId];
    await enqueue(runChecksKind, { checkIds, askedBy: actorId(context.actor) }, subject);
    await audit({ action: "check.asked_for", subjectKind: "check", subjectId: subject, changes: { checks: checkIds.length } });
    return { checks: checkIds.length };
  },
});

/** Begins the checks that judge what a connection brings, after one of its collections has ended. @throws AppError not_found */
export const beginDueChecks = defineVerb({
  name: "checks.begin_due",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId }, unchanged, enqueue }): Promise<void> {
    // Each run stands in the trail when it ends.
    unchanged();
    if (!(await connectionNames(tx, organizationId)).has(connectionId)) throw notFound("connection");
    await removeChecksDue(tx, connectionId);
    const connection = (await connectionsThere(tx, organizationId)).find(({ id }) => id === connectionId);
    if (connection === undefined) return;
    const collectors = collectorsOf(connection.connector);
    const checkIds = [...(await shippedChecks()).values()].filter(({ metadata }) => judges(metadata, connection.connector, collectors)).map(({ metadata }) => metadata.id);
    if (checkIds.length > 0) await enqueue(runChecksKind, { checkIds, askedBy: "system:collection" }, connectionId);
  },
});

/** A connection of which something was collected, as due work. */
export async function runDueChecks(context: Context, connectionId: string): Promise<void> {
  await beginDueChecks(context, { connectionId });
}
