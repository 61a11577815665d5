import type { VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import type { RunReason } from "./client.ts";
import { collectKind } from "./collect.kind.ts";
import { insertCollection } from "./collection.repository.ts";
import { listCredentialVersions, lockCollector, putCollectDue, updateCollector, type ConnectionRow } from "./connection.repository.ts";
import { collectorOf, connectorOf } from "./connectors.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { isFullDue } from "./schedule.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "enqueue">;

/** What a run is asked for: `from` null is since ever. */
export type RunWish = { collector: string; reason: RunReason; full: boolean; from: Date | null };

/**
 * Puts a run of a collector in line, inside another act. Of a collector there is one run: where one is under way, it is
 * that one, with a job of its own if it has lost its own.
 */
export async function beginRun(act: Act, connection: ConnectionRow, wish: RunWish): Promise<{ collectionId: string; begun: boolean; reason: RunReason }> {
  const { tx, context, now, enqueue } = act;
  const { organizationId } = context;
  const connector = connectorOf(connection.connector);
  const collector = collectorOf(connector, wish.collector);
  const state = await lockCollector(tx, organizationId, connection.id, collector.id);
  await putCollectDue(tx, connection.id, collector.id, new Date(now.getTime() + CONNECTION_LIMITS.retryAfterMs));
  if (state.runningId !== null) {
    if (state.leaseUntil === null || state.leaseUntil <= now) await enqueue(collectKind, { collectionId: state.runningId }, state.runningId);
    return { collectionId: state.runningId, begun: false, reason: wish.reason };
  }
  const full = wish.full || wish.from !== null || isFullDue(collector, state, now);
  const reason = wish.reason === "schedule" && full && state.lastFullAt !== null && collector.fullEveryDays > 0 ? "full_refresh" : wish.reason;
  const [credential] = await listCredentialVersions(tx, organizationId, connection.id);
  const id = newId("col", now.getTime());
  await insertCollection(tx, organizationId, {
    id, number: await nextNumber(tx, organizationId, "COL"), connectionId: connection.id, connectionName: connection.name, connector: connector.manifest.id, connectorVersion: connector.manifest.version,
    collector: collector.id, title: `${connection.name}: ${collector.name}`, settings: { ...connection.settings }, identity: connection.identity, credentialFingerprint: credential?.fingerprint ?? "",
    reason, listing: full ? "full" : "incremental", cursor: full ? null : state.cursor, fromAt: wish.from, untilAt: now, requestedBy: actorId(context.actor), startedAt: now,
  });
  await updateCollector(tx, organizationId, connection.id, collector.id, { runningId: id, lease: null, leaseUntil: null });
  await enqueue(collectKind, { collectionId: id }, id);
  return { collectionId: id, begun: true, reason };
}
