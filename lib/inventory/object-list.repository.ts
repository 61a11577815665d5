import { z } from "zod";
import type { RowKind } from "#lib/connector/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

export type ObjectFilter = { kind: RowKind; connectionId?: string | undefined; open?: boolean | undefined; severity?: string | undefined; code?: string | undefined; /** Each begins a word of it. */ terms?: readonly string[] | undefined };

export type ObjectRow = {
  id: string; connectionId: string; connectionName: string; kind: string; externalId: string; code: string; title: string; state: string; severity: string; scope: string; url: string; about: string;
  openedAt: Date | null; closedAt: Date | null; isOpen: boolean; listedAt: Date; version: number; firstSeenAt: Date; lastSeenAt: Date; seenIn: string; removedAt: Date | null;
};

const COLUMNS = Prisma.sql`o.id, o.connection_id AS "connectionId", c.name AS "connectionName", o.kind, o.external_id AS "externalId", o.code, o.title, o.state, o.severity, o.scope, o.url, o.about,
  o.opened_at AS "openedAt", o.closed_at AS "closedAt", o.is_open AS "isOpen", o.listed_at AS "listedAt", o.version, o.first_seen_at AS "firstSeenAt", o.last_seen_at AS "lastSeenAt", o.seen_in AS "seenIn", o.removed_at AS "removedAt"`;

const FROM = Prisma.sql`FROM collected_object o JOIN connection c ON c.organization_id = o.organization_id AND c.id = o.connection_id`;

function where(organizationId: string, { kind, connectionId, open, severity, code }: ObjectFilter): Prisma.Sql {
  return Prisma.join([
    Prisma.sql`o.organization_id = ${organizationId}`, Prisma.sql`o.kind = ${kind}`,
    ...(connectionId === undefined ? [] : [Prisma.sql`o.connection_id = ${connectionId}`]),
    ...(open === undefined ? [] : [open ? Prisma.sql`o.is_open AND o.removed_at IS NULL` : Prisma.sql`(NOT o.is_open OR o.removed_at IS NOT NULL)`]),
    ...(severity === undefined ? [] : [Prisma.sql`o.severity = ${severity}`]),
    ...(code === undefined ? [] : [Prisma.sql`o.code = ${code}`]),
  ], " AND ");
}

/** The terms of a text, each folded as the words are that are kept. */
export async function objectTerms(tx: TenantTransaction, text: string, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ term: string }[]>`SELECT search_terms(${text}) AS term LIMIT ${most}`;
  return rows.map(({ term }) => term);
}

/** What a list filters by, as it stands among the words. */
const marksOf = ({ connectionId, open, severity }: ObjectFilter): string[] => [...(connectionId === undefined ? [] : [`@c:${connectionId}`]), ...(severity === undefined ? [] : [`@s:${severity}`]), ...(open === undefined ? [] : [open ? "@open" : "@shut"])];

/** Behind everything: where a list begins. */
const NEWEST = { listedAt: new Date("9999-12-31T00:00:00Z"), id: "~" };

/** Things of a kind, the newest first, from a key on. */
export async function findObjectPage(tx: TenantTransaction, organizationId: string, filter: ObjectFilter, before: { listedAt: Date; id: string } | null, limit: number): Promise<ObjectRow[]> {
  if (filter.terms !== undefined) {
    // What has no letter or digit finds nothing.
    if (filter.terms.length === 0) return [];
    const { listedAt, id } = before ?? NEWEST;
    const ids = await tx.$queryRaw<{ id: string }[]>`SELECT object_id AS id FROM collected_find(${filter.kind}, ${[...filter.terms]}::text[], ${marksOf(filter)}::text[], ${listedAt}::timestamptz, ${id}, ${limit}::int)`;
    return tx.$queryRaw<ObjectRow[]>`SELECT ${COLUMNS} ${FROM} WHERE o.organization_id = ${organizationId} AND o.id = ANY(${ids.map((one) => one.id)}::text[]) ORDER BY o.listed_at DESC, o.id DESC`;
  }
  const behind = before === null ? Prisma.empty : Prisma.sql`AND (o.listed_at, o.id) < (${before.listedAt}::timestamptz, ${before.id})`;
  return tx.$queryRaw<ObjectRow[]>`SELECT ${COLUMNS} ${FROM} WHERE ${where(organizationId, filter)} ${behind} ORDER BY o.listed_at DESC, o.id DESC LIMIT ${limit}`;
}

/** How many there are, looking at so many at most. */
export async function countObjects(tx: TenantTransaction, organizationId: string, filter: ObjectFilter, looks: number): Promise<number> {
  if (filter.terms !== undefined) {
    const [found] = filter.terms.length === 0 ? [] : await tx.$queryRaw<{ count: number }[]>`SELECT collected_count(${filter.kind}, ${[...filter.terms]}::text[], ${marksOf(filter)}::text[], ${looks}::int) AS count`;
    return found?.count ?? 0;
  }
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM (SELECT 1 FROM collected_object o WHERE ${where(organizationId, filter)} LIMIT ${looks}) looked`;
  return Number(row?.count ?? 0n);
}

/** Connections that have given something of a kind. */
export function objectConnections(tx: TenantTransaction, organizationId: string, kind: RowKind): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT c.id, c.name FROM connection c
     WHERE c.organization_id = ${organizationId} AND EXISTS (SELECT FROM collected_object o WHERE o.organization_id = ${organizationId} AND o.kind = ${kind} AND o.connection_id = c.id)
     ORDER BY c.name, c.id`;
}

const countShape = z.object({ kind: z.string(), total: z.number(), exact: z.boolean(), route: z.string().optional() }).nullable().catch(null);

/** The newest run of a connection that counted a kind on the vendor's side. */
export type Listing = { connectionId: string; connectionName: string; collectionId: string; number: number; completeness: string; endedAt: Date; announced: z.output<typeof countShape>; secondRoute: z.output<typeof countShape> };

export async function lastListings(tx: TenantTransaction, organizationId: string, kind: RowKind): Promise<Listing[]> {
  const rows = await tx.$queryRaw<(Omit<Listing, "announced" | "secondRoute"> & { announced: unknown; secondRoute: unknown })[]>`
    SELECT DISTINCT ON (r.connection_id) r.connection_id AS "connectionId", c.name AS "connectionName", r.id AS "collectionId", r.number, r.completeness, r.ended_at AS "endedAt", r.announced, r.second_route AS "secondRoute"
      FROM connection c JOIN collector_state s ON s.organization_id = c.organization_id AND s.connection_id = c.id JOIN collection r ON r.organization_id = s.organization_id AND r.id = s.last_collection_id
     WHERE c.organization_id = ${organizationId} AND (r.announced->>'kind' = ${kind} OR r.second_route->>'kind' = ${kind} OR EXISTS (SELECT FROM collected_object o WHERE o.organization_id = ${organizationId} AND o.kind = ${kind} AND o.connection_id = c.id AND o.seen_in = r.id))
     ORDER BY r.connection_id, r.id DESC`;
  return rows.map((row) => ({ ...row, announced: countShape.parse(row.announced), secondRoute: countShape.parse(row.secondRoute) }));
}

export async function findObject(tx: TenantTransaction, organizationId: string, id: string): Promise<ObjectRow | null> {
  const [row] = await tx.$queryRaw<ObjectRow[]>`SELECT ${COLUMNS} ${FROM} WHERE o.organization_id = ${organizationId} AND o.id = ${id}`;
  return row ?? null;
}

export type VersionRow = { version: number; collectionId: string; collectionNumber: number; pageSequence: number | null; contentSha256: string; data: unknown; removed: boolean; validFrom: Date; recordedAt: Date };

/** Versions of a thing, the newest first. */
export async function findVersions(tx: TenantTransaction, organizationId: string, objectId: string, limit: number): Promise<VersionRow[]> {
  const rows = await tx.collectedObjectVersion.findMany({ where: { organizationId, objectId }, include: { collection: { select: { number: true } } }, orderBy: { version: "desc" }, take: limit });
  return rows.map(({ collection, organizationId: _organizationId, objectId: _objectId, ...row }) => ({ ...row, collectionNumber: collection.number }));
}

/** Things that are about a thing, by any of its names, from the same connection; the newest first. */
export function findAbout(tx: TenantTransaction, organizationId: string, connectionId: string, names: readonly string[], limit: number): Promise<ObjectRow[]> {
  return tx.$queryRaw<ObjectRow[]>`SELECT ${COLUMNS} ${FROM} WHERE o.organization_id = ${organizationId} AND o.about = ANY(${[...names]}::text[]) AND o.about <> '' AND o.connection_id = ${connectionId} ORDER BY o.listed_at DESC, o.id DESC LIMIT ${limit}`;
}

export type LinkedIncident = { id: string; number: number; title: string; declaredAt: Date; linkedBy: string; linkedAt: Date };

/** Incidents that a thing belongs to by now. */
export function findIncidents(tx: TenantTransaction, organizationId: string, objectId: string): Promise<LinkedIncident[]> {
  return tx.$queryRaw<LinkedIncident[]>`
    SELECT i.id, i.number, i.title, i.declared_at AS "declaredAt", l.linked_by AS "linkedBy", l.linked_at AS "linkedAt"
      FROM (SELECT DISTINCT ON (incident_id) * FROM collected_object_incident WHERE organization_id = ${organizationId} AND object_id = ${objectId} ORDER BY incident_id, id DESC) l
      JOIN incident i ON i.organization_id = ${organizationId} AND i.id = l.incident_id
     WHERE NOT l.withdrawn ORDER BY i.number DESC`;
}

export async function isIncident(tx: TenantTransaction, organizationId: string, id: string): Promise<boolean> {
  return (await tx.incident.count({ where: { organizationId, id } })) === 1;
}

export async function insertLink(tx: TenantTransaction, organizationId: string, link: { id: string; objectId: string; incidentId: string; withdrawn: boolean; linkedBy: string; linkedAt: Date }): Promise<void> {
  await tx.collectedObjectIncident.create({ data: { ...link, organizationId } });
}
