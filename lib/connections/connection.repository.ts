import { z } from "zod";
import type { Identity, Json, PermissionFound, Values } from "#lib/connector/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { COLLECTION_STATES, CONNECTION_STATES, type CollectionState, type ConnectionState } from "./client.ts";

const storedValues = z.record(z.string(), z.string());
const storedIdentity = z.object({ id: z.string(), name: z.string(), tenant: z.string() }).nullable();
const storedPermissions = z.array(z.object({ permission: z.string(), state: z.enum(["granted", "missing", "disabled", "unknown"]), says: z.string(), needed: z.array(z.string()) }));

/** Whom a vendor takes us for, as it is stored. */
export const identityOf = (stored: unknown): Identity | null => storedIdentity.parse(stored);

export type ConnectionRow = {
  id: string;
  connector: string;
  name: string;
  strategy: string;
  settings: Values;
  state: ConnectionState;
  identity: Identity | null;
  attention: string | null;
  attentionSince: Date | null;
  permissions: readonly PermissionFound[];
  testedAt: Date | null;
  connectedBy: string;
  connectedAt: Date;
  removedAt: Date | null;
};

type Stored = NonNullable<Awaited<ReturnType<TenantTransaction["connection"]["findFirst"]>>>;

function asConnection({ organizationId: _organizationId, ...row }: Stored): ConnectionRow {
  return { ...row, settings: storedValues.parse(row.settings), state: storedWord(CONNECTION_STATES, row.state), identity: identityOf(row.identity), permissions: storedPermissions.parse(row.permissions) };
}

const key = (organizationId: string, id: string) => ({ organizationId_id: { organizationId, id } });

/** @throws AppError not_found */
export async function requireConnection(tx: TenantTransaction, organizationId: string, id: string): Promise<ConnectionRow> {
  const row = await tx.connection.findUnique({ where: key(organizationId, id) });
  if (row === null) throw notFound("connection");
  return asConnection(row);
}

/** The same, locked until the transaction ends: of two who change it at once, the second sees what the first did. @throws AppError not_found */
export async function lockConnection(tx: TenantTransaction, organizationId: string, id: string): Promise<ConnectionRow> {
  await tx.$queryRaw`SELECT id FROM connection WHERE organization_id = ${organizationId} AND id = ${id} FOR UPDATE`;
  return requireConnection(tx, organizationId, id);
}

/** All connections, those that were removed last. */
export async function listConnectionRows(tx: TenantTransaction, organizationId: string, limit: number): Promise<ConnectionRow[]> {
  const rows = await tx.connection.findMany({ where: { organizationId }, orderBy: [{ removedAt: { sort: "desc", nulls: "first" } }, { name: "asc" }, { id: "asc" }], take: limit });
  return rows.map(asConnection);
}

/** Connections that there were at an instant, by their connector. */
export function connectionsAt(tx: TenantTransaction, organizationId: string, at: Date): Promise<{ id: string; connector: string; name: string; connectedAt: Date }[]> {
  return tx.connection.findMany({ where: { organizationId, connectedAt: { lte: at }, OR: [{ removedAt: null }, { removedAt: { gt: at } }] }, select: { id: true, connector: true, name: true, connectedAt: true }, orderBy: [{ connectedAt: "asc" }, { id: "asc" }] });
}

export function countConnections(tx: TenantTransaction, organizationId: string): Promise<number> {
  return tx.connection.count({ where: { organizationId, removedAt: null } });
}

export async function isNameTaken(tx: TenantTransaction, organizationId: string, name: string, besides: string): Promise<boolean> {
  return (await tx.connection.count({ where: { organizationId, name, removedAt: null, id: { not: besides } } })) > 0;
}

export async function insertConnection(tx: TenantTransaction, organizationId: string, row: ConnectionRow): Promise<void> {
  await tx.connection.create({ data: { ...columnsOf(row), organizationId } as Prisma.ConnectionUncheckedCreateInput });
}

export async function updateConnection(tx: TenantTransaction, organizationId: string, id: string, data: Partial<Omit<ConnectionRow, "id">>): Promise<void> {
  await tx.connection.update({ where: key(organizationId, id), data: columnsOf(data) });
}

function columnsOf({ identity, settings, permissions, ...row }: Partial<ConnectionRow>): Prisma.ConnectionUncheckedUpdateInput {
  return {
    ...row,
    ...(identity === undefined ? {} : { identity: identity === null ? Prisma.DbNull : { ...identity } }),
    ...(settings === undefined ? {} : { settings: { ...settings } }),
    ...(permissions === undefined ? {} : { permissions: permissions.map((one) => ({ ...one, needed: [...one.needed] })) }),
  };
}

/** Gives a connection a credential in place of the one that it had, which is destroyed. @returns its version */
export async function putCredential(tx: TenantTransaction, organizationId: string, connectionId: string, credential: { wrapped: Uint8Array<ArrayBuffer>; fingerprint: string; setBy: string }, now: Date): Promise<number> {
  const { wrapped, fingerprint, setBy } = credential;
  const version = (await tx.connectionCredential.count({ where: { organizationId, connectionId } })) + 1;
  await tx.connectionCredential.create({ data: { organizationId, id: newId("ccr", now.getTime()), connectionId, version, fingerprint, setBy, setAt: now } });
  await tx.connectionSecret.upsert({
    where: { organizationId_connectionId: { organizationId, connectionId } },
    create: { organizationId, connectionId, version, wrapped },
    update: { version, wrapped },
  });
  return version;
}

export type CredentialVersion = { version: number; fingerprint: string; setBy: string; setAt: Date };

/** That credentials were set, the newest first. */
export function listCredentialVersions(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<CredentialVersion[]> {
  return tx.connectionCredential.findMany({ where: { organizationId, connectionId }, select: { version: true, fingerprint: true, setBy: true, setAt: true }, orderBy: { version: "desc" }, take: 50 });
}

export async function findSecret(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<Uint8Array | null> {
  return (await tx.connectionSecret.findUnique({ where: { organizationId_connectionId: { organizationId, connectionId } } }))?.wrapped ?? null;
}

export async function destroySecret(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<void> {
  await tx.connectionSecret.deleteMany({ where: { organizationId, connectionId } });
}

export type CollectorRow = {
  collector: string;
  cursor: Json;
  collectedUntil: Date | null;
  lastCompleteAt: Date | null;
  lastFullAt: Date | null;
  lastEndedAt: Date | null;
  lastCompleteness: CollectionState | null;
  lastCollectionId: string | null;
  nextDueAt: Date | null;
  consecutiveFailures: number;
  runningId: string | null;
  lease: string | null;
  leaseUntil: Date | null;
};

type StoredCollector = NonNullable<Awaited<ReturnType<TenantTransaction["collectorState"]["findFirst"]>>>;

function asCollector({ organizationId: _organizationId, connectionId: _connectionId, ...row }: StoredCollector): CollectorRow {
  return { ...row, cursor: row.cursor as Json, lastCompleteness: row.lastCompleteness === null ? null : storedWord(COLLECTION_STATES, row.lastCompleteness) };
}

/** A collector's state, made when there is none, locked until the transaction ends. */
export async function lockCollector(tx: TenantTransaction, organizationId: string, connectionId: string, collector: string): Promise<CollectorRow> {
  await tx.$executeRaw`INSERT INTO collector_state (organization_id, connection_id, collector) VALUES (${organizationId}, ${connectionId}, ${collector}) ON CONFLICT DO NOTHING`;
  await tx.$queryRaw`SELECT collector FROM collector_state WHERE organization_id = ${organizationId} AND connection_id = ${connectionId} AND collector = ${collector} FOR UPDATE`;
  return asCollector(await tx.collectorState.findUniqueOrThrow({ where: { organizationId_connectionId_collector: { organizationId, connectionId, collector } } }));
}

/** States by connection and collector: of one connection, or of all. */
export async function listCollectorRows(tx: TenantTransaction, organizationId: string, connectionId?: string): Promise<Map<string, CollectorRow>> {
  const rows = await tx.collectorState.findMany({ where: { organizationId, ...(connectionId === undefined ? {} : { connectionId }) } });
  return new Map(rows.map((row) => [`${row.connectionId} ${row.collector}`, asCollector(row)]));
}

export type FailingCollector = { connectionId: string; connectionName: string; collector: string; failures: number; since: Date; firstRun: number; says: string };

/** Collectors of active connections that brought nothing so often in a row, with the first run of that row and what the last one says. */
export function failingCollectors(tx: TenantTransaction, organizationId: string, failures: number): Promise<FailingCollector[]> {
  return tx.$queryRaw<FailingCollector[]>`
    SELECT c.id AS "connectionId", c.name AS "connectionName", s.collector, s.consecutive_failures AS failures, f.ended_at AS since, f.number AS "firstRun", coalesce(l.failure->>'says', l.gaps->0->>'says', 'The last run is ' || l.completeness || '.') AS says
      FROM collector_state s
      JOIN connection c ON c.organization_id = s.organization_id AND c.id = s.connection_id AND c.state = 'active'
      JOIN collection l ON l.organization_id = s.organization_id AND l.id = s.last_collection_id
      CROSS JOIN LATERAL (
        SELECT ended_at, number FROM collection w WHERE w.organization_id = s.organization_id AND w.connection_id = s.connection_id AND w.collector = s.collector AND w.ended_at IS NOT NULL
         ORDER BY w.number DESC OFFSET s.consecutive_failures - 1 LIMIT 1) f
     WHERE s.organization_id = ${organizationId} AND s.consecutive_failures >= ${failures}::int ORDER BY c.name, c.id, s.collector`;
}

export async function updateCollector(tx: TenantTransaction, organizationId: string, connectionId: string, collector: string, data: Partial<Omit<CollectorRow, "collector">>): Promise<void> {
  const { cursor, ...rest } = data;
  await tx.collectorState.update({
    where: { organizationId_connectionId_collector: { organizationId, connectionId, collector } },
    data: { ...rest, ...(cursor === undefined ? {} : { cursor: cursor === null ? Prisma.DbNull : (cursor as Prisma.InputJsonValue) }) },
  });
}

/** The kind of due work in which a collector of a connection runs. */
export const COLLECT_DUE = "collect";

/** The kind of due work in which checks judge what a connection brought. */
export const CHECKS_DUE = "checks";

const subjectOf = (connectionId: string, collector: string): string => `${connectionId}/${collector}`;

/** The connection and collector that a piece of due work is about. */
export function ofSubject(subject: string): { connectionId: string; collector: string } {
  const [connectionId = "", collector = ""] = subject.split("/");
  return { connectionId, collector };
}

/** Has the checks judge what a connection brings, as soon as the dispatcher comes by: collectors that end together are judged together. */
export async function putChecksDue(tx: TenantTransaction, connectionId: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${CHECKS_DUE}, ${connectionId}, ${at}::timestamptz)`;
}

export async function putCollectDue(tx: TenantTransaction, connectionId: string, collector: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${COLLECT_DUE}, ${subjectOf(connectionId, collector)}, ${at}::timestamptz)`;
}

export async function removeCollectDue(tx: TenantTransaction, connectionId: string, collector: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${COLLECT_DUE}, ${subjectOf(connectionId, collector)})`;
}
