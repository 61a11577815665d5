import type { VerbArguments } from "#lib/access/index.ts";
import type { Gap } from "#lib/connector/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { RECEIVED, REFUSAL_WORDS, type RefusalReason } from "./client.ts";
import { insertCollection, requireCollection, type CollectionRow } from "./collection.repository.ts";
import { listCredentialVersions, lockCollector, putCollectDue, removeCollectDue, updateCollector, type ConnectionRow } from "./connection.repository.ts";
import { connectorOf } from "./connectors.ts";
import { closeRun } from "./end-run.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { listRefusals, type RefusalRow } from "./received.repository.ts";

// What comes to an address by itself has no run that asked for it. Its record is of a day: what came, what was refused and
// why, and that nothing is claimed of what did not come. A day on which nothing came has none.

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

const DAY_MS = 86_400_000;

/** The record of this day, begun when there is none; one of a day that is over is closed. Holds it until the transaction ends. */
export async function holdDay(act: Act, connection: ConnectionRow): Promise<CollectionRow> {
  const { tx, context: { organizationId }, now } = act;
  const { runningId } = await lockCollector(tx, organizationId, connection.id, RECEIVED);
  if (runningId === null) return beginDay(act, connection);
  const running = await requireCollection(tx, organizationId, runningId);
  if (now < running.untilAt) return running;
  await closeDay(act, connection, running);
  return beginDay(act, connection);
}

async function beginDay({ tx, context, now, audit }: Act, connection: ConnectionRow): Promise<CollectionRow> {
  const { organizationId } = context;
  const { manifest } = connectorOf(connection.connector);
  const [credential] = await listCredentialVersions(tx, organizationId, connection.id);
  const midnight = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const untilAt = new Date(midnight.getTime() + DAY_MS);
  const id = newId("col", now.getTime());
  await insertCollection(tx, organizationId, {
    id, number: await nextNumber(tx, organizationId, "COL"), connectionId: connection.id, connectionName: connection.name, connector: manifest.id, connectorVersion: manifest.version, collector: RECEIVED,
    title: `${connection.name}: what came on ${midnight.toISOString().slice(0, 10)} (UTC)`, settings: { ...connection.settings }, identity: connection.identity, credentialFingerprint: credential?.fingerprint ?? "", reason: "received", listing: "incremental",
    cursor: null, fromAt: midnight > connection.connectedAt ? midnight : connection.connectedAt, untilAt, requestedBy: actorId(context.actor), startedAt: now,
  });
  await updateCollector(tx, organizationId, connection.id, RECEIVED, { runningId: id, nextDueAt: closesAt(untilAt) });
  await putCollectDue(tx, connection.id, RECEIVED, closesAt(untilAt));
  await audit({ action: "collection.begun", subjectKind: "collection", subjectId: id, changes: { connection: connection.id, collector: RECEIVED, reason: "received" } });
  return requireCollection(tx, organizationId, id);
}

export const closesAt = (untilAt: Date): Date => new Date(untilAt.getTime() + CONNECTION_LIMITS.dayClosesAfterMs);

/** Closes the record of a day: never complete, for nobody says what was sent. */
export async function closeDay(act: Act, connection: Pick<ConnectionRow, "id">, day: CollectionRow): Promise<void> {
  const { tx, context: { organizationId }, now } = act;
  const refused = (await listRefusals(tx, organizationId, day.id)).map((row) => gapOf(row));
  const unclaimed: Gap = { reason: "not_claimed", operation: "SMTP", scope: null, says: "Mail that was not sent, or was lost or turned away before it came here, is not in this record: that something did not come proves nothing." };
  await closeRun(act, day, { completeness: "partial", gaps: [unclaimed, ...refused], failure: null, ended: null, exchanges: [], skewMs: null });
  await updateCollector(tx, organizationId, connection.id, RECEIVED, { runningId: null, nextDueAt: null, lastEndedAt: now, lastCompleteness: "partial", lastCollectionId: day.id });
  await removeCollectDue(tx, connection.id, RECEIVED);
}

function gapOf({ reason, code, count, lastAt, lastFrom, lastIp }: RefusalRow): Gap {
  const words = REFUSAL_WORDS[reason as RefusalReason];
  return { reason: "refused", operation: "SMTP", scope: null, says: `${count === 1 ? "One message" : `${count} messages`} ${words}, answered ${code}; the last at ${lastAt.toISOString()} from ${lastFrom === "" ? "nobody" : lastFrom} at ${lastIp}.` };
}
