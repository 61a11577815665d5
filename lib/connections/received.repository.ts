import type { Database } from "#lib/platform/db.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { RefusalReason } from "./client.ts";

/** Has an address lead to a connection, in place of the one that did. */
export async function insertReceivingAddress(tx: TenantTransaction, addressHash: string, connectionId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_receiving_address(${addressHash}, ${connectionId})`;
}

/** Has the address of a connection lead nowhere. */
export async function removeReceivingAddress(tx: TenantTransaction, connectionId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_receiving_address(${connectionId})`;
}

export async function findReceivingAddress(database: Pick<Database, "$queryRaw">, addressHash: string): Promise<{ organizationId: string; connectionId: string } | null> {
  const [found] = await database.$queryRaw<{ organization_id: string; connection_id: string }[]>`SELECT organization_id, connection_id FROM directory_connection_of_address(${addressHash})`;
  return found === undefined ? null : { organizationId: found.organization_id, connectionId: found.connection_id };
}

/** Whether what came is known already: the same bytes for the same connection. */
export async function isMessageKnown(tx: TenantTransaction, organizationId: string, connectionId: string, externalId: string): Promise<boolean> {
  return (await tx.collectedObject.count({ where: { organizationId, connectionId, kind: "message", externalId } })) > 0;
}

/** The newest row of a message; null when there is no message of that id. */
export async function findMessageData(tx: TenantTransaction, organizationId: string, objectId: string): Promise<unknown> {
  const newest = await tx.collectedObjectVersion.findFirst({ where: { organizationId, objectId, object: { kind: "message" } }, orderBy: { version: "desc" }, select: { data: true } });
  return newest?.data ?? null;
}

/** The connector of a message's connection, with the hash of the message as it came; null when there is no message of that id. */
export async function findMessageConnector(tx: TenantTransaction, organizationId: string, objectId: string): Promise<{ connector: string; sha256: string } | null> {
  const found = await tx.collectedObject.findFirst({ where: { organizationId, id: objectId, kind: "message" }, select: { externalId: true, connection: { select: { connector: true } } } });
  return found === null ? null : { connector: found.connection.connector, sha256: found.externalId };
}

/** The kind of due work in which messages are looked into that came before that was done. */
export const INSPECTION_DUE = "message_inspection";

/** Messages of a connection into which nobody has looked, behind one of them by id. A message is known by the hash of what came. */
export function messagesNotLookedInto(tx: TenantTransaction, organizationId: string, { connectionId, after }: { connectionId: string; after: string }, limit: number): Promise<{ id: string; sha256: string }[]> {
  return tx.$queryRaw<{ id: string; sha256: string }[]>`
    SELECT o.id, o.external_id AS sha256 FROM collected_object o
     WHERE o.organization_id = ${organizationId} AND o.kind = 'message' AND o.connection_id = ${connectionId} AND o.id > ${after}
       AND NOT EXISTS (SELECT FROM file_inspection i WHERE i.organization_id = o.organization_id AND i.sha256 = o.external_id)
     ORDER BY o.id LIMIT ${limit}`;
}

/** Has what was done of a connection's messages go on elsewhere, or be over. */
export async function moveInspectionOn(tx: TenantTransaction, { connectionId, after }: { connectionId: string; after: string }, next: { after: string; at: Date } | null): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${INSPECTION_DUE}, ${`${connectionId}/${after}`})`;
  if (next !== null) await tx.$executeRaw`SELECT directory_put_due_work(${INSPECTION_DUE}, ${`${connectionId}/${next.after}`}, ${next.at}::timestamptz)`;
}

export type Refusal = { reason: RefusalReason; code: number; from: string; ip: string };

/** Counts a message that was refused. */
export async function countRefusal(tx: TenantTransaction, organizationId: string, collectionId: string, { reason, code, from, ip }: Refusal, now: Date): Promise<void> {
  await tx.receivedRefusal.upsert({
    where: { organizationId_collectionId_reason: { organizationId, collectionId, reason } },
    create: { organizationId, collectionId, reason, code, count: 1, firstAt: now, lastAt: now, lastFrom: from, lastIp: ip },
    update: { code, count: { increment: 1 }, lastAt: now, lastFrom: from, lastIp: ip },
  });
}

export type RefusalRow = { reason: string; code: number; count: number; firstAt: Date; lastAt: Date; lastFrom: string; lastIp: string };

/** What was refused on a day, by why. */
export function listRefusals(tx: TenantTransaction, organizationId: string, collectionId: string): Promise<RefusalRow[]> {
  return tx.receivedRefusal.findMany({ where: { organizationId, collectionId }, omit: { organizationId: true, collectionId: true }, orderBy: { reason: "asc" } });
}
