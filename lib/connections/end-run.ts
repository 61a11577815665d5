import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { cursorAfter, type Completeness, type Exchange, type FailureKind, type Gap, type Json, type RunEnd } from "#lib/connector/index.ts";
import { EVENT_KINDS, putReconciliationDue, putVendorAlertsDue, removeUnseen } from "#lib/inventory/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding, notify } from "#lib/notifications/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { parseJson } from "#lib/platform/parse-json.ts";
import { lookForFindingsAt } from "#lib/settings/index.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { holdRun, leaseInput } from "./claim-run.ts";
import { askedBy, endCollectionRow, pageHashes, requireCollection, setWaiting, type CollectionRow } from "./collection.repository.ts";
import { collectionRecord } from "./collection-record.ts";
import { collectorOf, connectorOf } from "./connectors.ts";
import { lockConnection, putChecksDue, putCollectDue, removeCollectDue, updateCollector, updateConnection, type CollectorRow, type ConnectionRow } from "./connection.repository.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { broughtNothing, nextRun } from "./schedule.ts";
import { storable } from "./storable.ts";

/** How a run ended, as it goes to the database. `stopped`: given out of hand, for another job to go on with unless its connection was removed. */
export type StoredEnd = {
  completeness: Completeness;
  gaps: readonly Gap[];
  failure: { kind: FailureKind | "stopped"; operation: string; says: string; again: string | null } | null;
  ended: RunEnd["ended"];
  exchanges: readonly Exchange[];
  skewMs: number | null;
};

/** Characters of what ends a run: its gaps above all. */
const END_MAX = 16 * 1024 * 1024;

export const endText = (end: Omit<StoredEnd, "failure"> & { failure: RunEnd["failure"] | StoredEnd["failure"] }): string => JSON.stringify(storable(JSON.parse(JSON.stringify(end)) as Json));

/**
 * Ends a run: judges what it is worth, says what is gone, commits to it in the ledger, and puts the next one in line. A run
 * whose vendor wants to be left alone is not over: it goes on then, from its last page.
 *
 * @throws AppError conflict (run_taken_over)
 */
export const endRun = defineVerb({
  name: "connections.end_run",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ collectionId: idInput, lease: leaseInput, end: z.string().max(END_MAX), random: z.number().min(0).max(1) }),
  async run(args): Promise<{ waits: boolean }> {
    const { tx, context: { organizationId }, input: { collectionId, lease, random }, unchanged } = args;
    const held = await holdRun(args, collectionId, lease);
    const end = parseJson(args.input.end) as StoredEnd;
    const connection = await lockConnection(tx, organizationId, held.collection.connectionId);
    if (end.failure?.kind === "stopped" && connection.state !== "removed") {
      unchanged();
      await updateCollector(tx, organizationId, connection.id, held.collection.collector, { lease: null, leaseUntil: null });
      return { waits: true };
    }
    const exchanges = [...held.collection.lastExchanges, ...end.exchanges];
    const again = end.failure?.kind === "rate_limited" && end.failure.again !== null ? new Date(end.failure.again) : null;
    if (again !== null && held.collection.attempts < CONNECTION_LIMITS.attempts && connection.state !== "removed") {
      unchanged();
      await endCollectionRow(tx, organizationId, collectionId, { lastExchanges: exchanges as unknown as Prisma.InputJsonValue });
      await setWaiting(tx, organizationId, collectionId, again);
      await updateCollector(tx, organizationId, connection.id, held.collection.collector, { lease: null, leaseUntil: null, nextDueAt: again });
      await putCollectDue(tx, connection.id, held.collection.collector, again);
      return { waits: true };
    }
    await closeRun(args, held.collection, { ...end, exchanges });
    await moveOn(args, connection, held.state, held.collection, end, random);
    return { waits: false };
  },
});

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

/** Writes what the run was, and commits to it, inside another act. */
export async function closeRun({ tx, context, now, audit }: Act, run: CollectionRow, end: StoredEnd): Promise<void> {
  const { organizationId } = context;
  const { completeness, ended, exchanges } = end;
  const removed = completeness === "complete" && run.listing === "full" && run.fromAt === null ? await removeUnseen(tx, organizationId, { connectionId: run.connectionId, collector: run.collector, collectionId: run.id, kinds: thingsOf(run) }, now) : 0;
  if (removed > 0 && thingsOf(run).includes("vendor_alert")) await putVendorAlertsDue(tx, run.connectionId, now);
  const { requests, retries, bytes, statusCounts, serverAt } = askedBy(exchanges, run.statusCounts);
  const written = {
    endedAt: now, completeness, removed, skewMs: end.skewMs, requests: run.requests + requests, retries: run.retries + retries, bytes: BigInt(run.bytes + bytes), statusCounts, serverAt: serverAt ?? run.serverAt, waitsUntil: null,
    gaps: end.gaps as unknown as Prisma.InputJsonValue, lastExchanges: exchanges as unknown as Prisma.InputJsonValue,
    ...(end.failure === null ? {} : { failure: end.failure }), ...(ended?.announced == null ? {} : { announced: ended.announced }), ...(ended?.secondRoute == null ? {} : { secondRoute: ended.secondRoute }),
  };
  // The record is of the row as it will be read: what is written first and hashed then. After `ended_at` nothing changes it.
  await endCollectionRow(tx, organizationId, run.id, { ...written, endedAt: null });
  const pages = await pageHashes(tx, organizationId, run.id);
  const { sha256, canonical } = collectionRecord({ ...(await requireCollection(tx, organizationId, run.id)), endedAt: now }, pages.map((page) => page.sha256));
  await endCollectionRow(tx, organizationId, run.id, { endedAt: now, sha256, record: canonical });
  await appendPendingEntry(tx, context, { kind: "collection", subjectId: run.id, record: { sha256, connection: run.connectionId, collector: run.collector, completeness, pages: run.pages, items: run.items, ended_at: now.toISOString() } });
  await audit({ action: "collection.ended", subjectKind: "collection", subjectId: run.id, changes: { connection: run.connectionId, collector: run.collector, completeness, pages: run.pages, items: run.items, rows: run.rows, removed, sha256, ...(end.failure === null ? {} : { failure: end.failure.kind }) } });
}

/** Kinds of things that a complete full listing speaks for: none where the vendor forgets what is old. */
function thingsOf(run: CollectionRow) {
  const { yields, forgets } = collectorOf(connectorOf(run.connector), run.collector);
  return forgets === true ? [] : yields.filter((kind) => !EVENT_KINDS.includes(kind));
}

/** Writes how the collector stands now, and when it runs next. */
async function moveOn(act: Act, connection: ConnectionRow, state: CollectorRow, run: CollectionRow, end: StoredEnd, random: number): Promise<void> {
  const { tx, context: { organizationId }, now, audit } = act;
  const { completeness, failure } = end;
  const failures = broughtNothing(completeness) ? state.consecutiveFailures + 1 : 0;
  const refused = failure?.kind === "credential_refused";
  const collector = connectorOf(run.connector).collectors.find(({ id }) => id === run.collector);
  const stays = connection.state === "removed" || refused || collector === undefined;
  const next = stays ? null : nextRun(collector, now, failures, random);
  const counts = completeness === "complete" && run.reason !== "backfill";
  // Of a run that is partial, the parts that are whole need not be asked for again. What was asked by other settings says nothing of these.
  const sameSettings = canonicalJson({ ...run.settings as object }) === canonicalJson({ ...connection.settings });
  const after = run.reason === "backfill" || !sameSettings ? null : cursorAfter(state.cursor, end);
  await updateCollector(tx, organizationId, connection.id, run.collector, {
    runningId: null, lease: null, leaseUntil: null, lastEndedAt: now, lastCompleteness: completeness, lastCollectionId: run.id, consecutiveFailures: failures, nextDueAt: next,
    ...(counts ? { collectedUntil: run.untilAt, lastCompleteAt: now } : {}), ...(after === null ? {} : { cursor: after.cursor, ...(run.listing === "full" ? { lastFullAt: now } : {}) }),
  });
  if (next === null) await removeCollectDue(tx, connection.id, run.collector);
  else await putCollectDue(tx, connection.id, run.collector, next);
  if (connection.state !== "removed" && run.reason !== "backfill") await putChecksDue(tx, connection.id, now);
  if (collector?.yields.some((kind) => kind === "resource" || kind === "coverage")) await putReconciliationDue(tx, now);
  if (failures === CONNECTION_LIMITS.failuresOfFinding) await lookForFindingsAt(tx, now);
  if (!refused || connection.attention !== null) return;
  await updateConnection(tx, organizationId, connection.id, { attention: failure.says, attentionSince: now });
  await notify(act, { kind: "connection_attention", to: await membersHolding(tx, organizationId, "connections.manage"), cause: `connection_attention:${run.id}`, subject: { kind: "connection", id: connection.id }, facts: { title: connection.name, reason: failure.says } });
  await audit({ action: "connection.needs_attention", subjectKind: "connection", subjectId: connection.id, changes: { says: failure.says } });
}
