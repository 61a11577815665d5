import { z } from "zod";
import { dayInput, defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { beginRun } from "./begin-run.ts";
import { collectKind } from "./collect.kind.ts";
import { lockCollector, lockConnection, ofSubject, removeCollectDue } from "./connection.repository.ts";
import { RECEIVED } from "./client.ts";
import { closeReceived } from "./close-received.ts";
import { requireUsable } from "./run-soon.ts";

export const collectorInput = z.string().min(1).max(64).regex(/^[a-z0-9_-]+$/);

/**
 * Has a collector run now. With a day it asks for everything since then: what comes is imported, not witnessed. Where a run is
 * under way, that one is answered.
 *
 * @throws AppError not_found, precondition_failed (connection_removed, connection_paused, needs_attention), validation (day_ahead)
 */
export const collectNow = defineVerb({
  name: "connections.collect_now",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, collector: collectorInput, full: z.boolean().default(false), since: dayInput.optional() }),
  async run(args): Promise<{ collectionId: string }> {
    const { tx, context: { organizationId }, input: { connectionId, collector, full, since }, now, audit, unchanged } = args;
    const connection = await lockConnection(tx, organizationId, connectionId);
    requireUsable(connection);
    if (connection.state === "paused") throw new AppError("precondition_failed", "connection_paused", "The connection is paused. Resume it first.");
    if (connection.attention !== null) throw new AppError("precondition_failed", "needs_attention", `The connection needs attention first: ${connection.attention}`);
    const from = since === undefined ? null : new Date(`${since}T00:00:00Z`);
    if (from !== null && from >= now) throw new AppError("validation", "day_ahead", "Nothing was begun.", [{ path: "since", message: "Choose a day that is over." }]);
    const run = await beginRun(args, connection, { collector, reason: from === null ? "manual" : "backfill", full, from });
    if (run.begun) await audit({ action: "collection.asked_for", subjectKind: "collection", subjectId: run.collectionId, changes: { connection: connectionId, collector, full, since: since ?? null } });
    else unchanged();
    return { collectionId: run.collectionId };
  },
});

/** Begins what a collector owes by its pace. A connection that is paused, or that a person has to see to, owes nothing. @throws AppError not_found */
export const beginDueRun = defineVerb({
  name: "connections.begin_due",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, collector: collectorInput }),
  async run(args): Promise<{ collectionId: string | null }> {
    const { tx, context: { organizationId }, input: { connectionId, collector }, audit, unchanged, enqueue } = args;
    // Only a run that is begun is something that was done.
    unchanged();
    const connection = await lockConnection(tx, organizationId, connectionId);
    if (connection.state !== "active" || connection.attention !== null) {
      await removeCollectDue(tx, connectionId, collector);
      const { runningId } = await lockCollector(tx, organizationId, connectionId, collector);
      // What was under way when its connection was removed finds that out by itself, and ends.
      if (connection.state === "removed" && runningId !== null) await enqueue(collectKind, { collectionId: runningId }, runningId);
      return { collectionId: null };
    }
    const run = await beginRun(args, connection, { collector, reason: "schedule", full: false, from: null });
    if (run.begun) await audit({ action: "collection.begun", subjectKind: "collection", subjectId: run.collectionId, changes: { connection: connectionId, collector, reason: run.reason } });
    return run;
  },
});

/** A collector of a connection, as due work. One whose connection or connector is not there any more is owed no longer. */
export async function runDueCollection(context: Context, subject: string): Promise<void> {
  const { connectionId, collector } = ofSubject(subject);
  if (collector === RECEIVED) return closeReceived(context, { connectionId });
  try {
    await beginDueRun(context, { connectionId, collector });
  } catch (error) {
    if (!isAppError(error, "not_found")) throw error;
    await forgetDue(context, { connectionId, collector });
  }
}

/** Has nothing due any more of a collector that this version does not have. @throws AppError not_found */
export const forgetDue = defineVerb({
  name: "connections.forget_due",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, collector: collectorInput }),
  async run({ tx, context: { organizationId }, input: { connectionId, collector }, unchanged }): Promise<void> {
    unchanged();
    await lockConnection(tx, organizationId, connectionId);
    await removeCollectDue(tx, connectionId, collector);
  },
});
