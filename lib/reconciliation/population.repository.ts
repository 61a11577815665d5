import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Types of resources that there ever were, with how many there are now. */
export async function typesSeen(tx: TenantTransaction, organizationId: string): Promise<{ type: string; count: number }[]> {
  const rows = await tx.$queryRaw<{ type: string; count: bigint }[]>`
    SELECT code AS type, count(*) FILTER (WHERE removed_at IS NULL) AS count FROM collected_object WHERE organization_id = ${organizationId} AND kind = 'resource' GROUP BY code ORDER BY code LIMIT 500`;
  return rows.map(({ type, count }) => ({ type, count: Number(count) }));
}

const resourceShape = z.object({
  type: z.string(), name: z.string(), externalId: z.string(), account: z.string().nullable(), region: z.string().nullable(), tags: z.record(z.string(), z.string()), createdAt: z.string().nullable(), attributes: z.record(z.string(), z.json()),
});
export type ResourceFound = z.output<typeof resourceShape> & { id: string; firstSeenAt: Date; /** When it was gone; null while it is there. */ goneAt: Date | null };

/** States in which a vendor still lists a machine that is no more. */
const OVER = ["terminated", "shutting-down"];
const isOver = ({ attributes: { state } }: z.output<typeof resourceShape>): boolean => typeof state === "string" && OVER.includes(state);

/** From which id on a part is read, and how many rows of it at most. */
export type Place = { after: string; limit: number };

/** Resources as they were known at an instant, by their ids; those that a listing had no more by then left out, those that their vendor calls over with since when. */
export async function resourcesAt(tx: TenantTransaction, organizationId: string, types: readonly string[], at: Date, { after, limit }: Place): Promise<ResourceFound[]> {
  const rows = await tx.$queryRaw<{ id: string; firstSeenAt: Date; recordedAt: Date; data: unknown }[]>`
    SELECT o.id, o.first_seen_at AS "firstSeenAt", v.recorded_at AS "recordedAt", v.data
      FROM collected_object o
      CROSS JOIN LATERAL (SELECT data, removed, recorded_at FROM collected_object_version w WHERE w.organization_id = o.organization_id AND w.object_id = o.id AND w.recorded_at <= ${at} ORDER BY w.version DESC LIMIT 1) v
     WHERE o.organization_id = ${organizationId} AND o.kind = 'resource' AND o.code = ANY(${[...types]}::text[]) AND o.id > ${after} AND NOT v.removed
     ORDER BY o.id LIMIT ${limit}`;
  return rows.map(({ id, firstSeenAt, recordedAt, data }) => {
    const one = resourceShape.parse(data);
    return { ...one, id, firstSeenAt, goneAt: isOver(one) ? recordedAt : null };
  });
}

/** A stretch of time in which things went, and since when those that lived shortly can have been seen at all. */
type Gone = { firstSeenAfter: Date; after: Date; until: Date };

/** Resources that a complete listing had no more from some instant in a stretch of time on, as they were seen last, by their ids. */
export async function resourcesGone(tx: TenantTransaction, organizationId: string, types: readonly string[], { firstSeenAfter, after, until }: Gone, place: Place): Promise<ResourceFound[]> {
  const rows = await tx.$queryRaw<{ id: string; firstSeenAt: Date; goneAt: Date; data: unknown }[]>`
    SELECT o.id, o.first_seen_at AS "firstSeenAt", v.recorded_at AS "goneAt", last.data
      FROM collected_object o
      CROSS JOIN LATERAL (SELECT version, removed, recorded_at FROM collected_object_version w WHERE w.organization_id = o.organization_id AND w.object_id = o.id AND w.recorded_at <= ${until} ORDER BY w.version DESC LIMIT 1) v
      JOIN collected_object_version last ON last.organization_id = o.organization_id AND last.object_id = o.id AND last.version = v.version - 1
     WHERE o.organization_id = ${organizationId} AND o.kind = 'resource' AND o.code = ANY(${[...types]}::text[]) AND v.removed AND v.recorded_at > ${after} AND (o.removed_at IS NULL OR o.removed_at > ${after})
       AND o.first_seen_at > ${firstSeenAfter} AND o.id > ${place.after}
     ORDER BY o.id LIMIT ${place.limit}`;
  return rows.map(({ data, ...row }) => ({ ...resourceShape.parse(data), ...row }));
}

/** Which collectors brought resources of these types. */
export function inventoriesOf(tx: TenantTransaction, organizationId: string, types: readonly string[]): Promise<{ connectionId: string; collector: string }[]> {
  return tx.$queryRaw<{ connectionId: string; collector: string }[]>`
    SELECT DISTINCT connection_id AS "connectionId", collector FROM collected_object WHERE organization_id = ${organizationId} AND kind = 'resource' AND code = ANY(${[...types]}::text[]) LIMIT 1000`;
}

const coverageShape = z.object({ via: z.enum(["logs", "agent", "monitoring", "scanner"]), by: z.string(), resource: z.string(), state: z.enum(["covered", "not_covered", "unknown"]), lastSeenAt: z.string().nullable() });
export type CoverageFound = z.output<typeof coverageShape> & { id: string; connectionId: string; connectionName: string; collector: string; recordedAt: Date; /** When the tool had it no more; null while it does. */ goneAt: Date | null };

/** What tools said that they reach, as it was known at an instant, by its ids. */
export async function coverageAt(tx: TenantTransaction, organizationId: string, at: Date, { after, limit }: Place): Promise<CoverageFound[]> {
  const rows = await tx.$queryRaw<{ id: string; connectionId: string; connectionName: string; collector: string; recordedAt: Date; data: unknown }[]>`
    SELECT o.id, o.connection_id AS "connectionId", c.name AS "connectionName", o.collector, v.recorded_at AS "recordedAt", v.data
      FROM collected_object o
      JOIN connection c ON c.organization_id = o.organization_id AND c.id = o.connection_id
      CROSS JOIN LATERAL (SELECT data, removed, recorded_at FROM collected_object_version w WHERE w.organization_id = o.organization_id AND w.object_id = o.id AND w.recorded_at <= ${at} ORDER BY w.version DESC LIMIT 1) v
     WHERE o.organization_id = ${organizationId} AND o.kind = 'coverage' AND o.id > ${after} AND NOT v.removed
     ORDER BY o.id LIMIT ${limit}`;
  return rows.map(({ data, ...row }) => ({ ...coverageShape.parse(data), ...row, goneAt: null }));
}

/** What tools said that they reach and had no more from some instant in a stretch of time on, as it was said last. */
export async function coverageGone(tx: TenantTransaction, organizationId: string, { firstSeenAfter, after, until }: Gone, place: Place): Promise<CoverageFound[]> {
  const rows = await tx.$queryRaw<{ id: string; connectionId: string; connectionName: string; collector: string; recordedAt: Date; goneAt: Date; data: unknown }[]>`
    SELECT o.id, o.connection_id AS "connectionId", c.name AS "connectionName", o.collector, last.recorded_at AS "recordedAt", v.recorded_at AS "goneAt", last.data
      FROM collected_object o
      JOIN connection c ON c.organization_id = o.organization_id AND c.id = o.connection_id
      CROSS JOIN LATERAL (SELECT version, removed, recorded_at FROM collected_object_version w WHERE w.organization_id = o.organization_id AND w.object_id = o.id AND w.recorded_at <= ${until} ORDER BY w.version DESC LIMIT 1) v
      JOIN collected_object_version last ON last.organization_id = o.organization_id AND last.object_id = o.id AND last.version = v.version - 1
     WHERE o.organization_id = ${organizationId} AND o.kind = 'coverage' AND v.removed AND v.recorded_at > ${after} AND (o.removed_at IS NULL OR o.removed_at > ${after})
       AND o.first_seen_at > ${firstSeenAfter} AND o.id > ${place.after}
     ORDER BY o.id LIMIT ${place.limit}`;
  return rows.map(({ data, ...row }) => ({ ...coverageShape.parse(data), ...row }));
}

/** When a collector ended a complete run. */
export type Look = { connectionId: string; collector: string; endedAt: Date };

/** Complete runs that ended in a stretch of time. */
export function looksIn(tx: TenantTransaction, organizationId: string, { after, until }: { after: Date; until: Date }): Promise<Look[]> {
  return tx.$queryRaw<Look[]>`
    SELECT connection_id AS "connectionId", collector, ended_at AS "endedAt" FROM collection
     WHERE organization_id = ${organizationId} AND ended_at > ${after} AND ended_at <= ${until} AND completeness = 'complete'`;
}

export type LastRun = { connectionId: string; collector: string; completeness: string; endedAt: Date };

/** The run of each collector that had ended last at an instant. */
export function lastRunsAt(tx: TenantTransaction, organizationId: string, at: Date): Promise<LastRun[]> {
  return tx.$queryRaw<LastRun[]>`
    SELECT DISTINCT ON (connection_id, collector) connection_id AS "connectionId", collector, completeness, ended_at AS "endedAt"
      FROM collection WHERE organization_id = ${organizationId} AND ended_at <= ${at} ORDER BY connection_id, collector, number DESC`;
}

/** Log sources with when the newest line that was received by an instant happened; a source whose lines carry no time is as old as its newest segment. */
export function logSourcesAt(tx: TenantTransaction, organizationId: string, at: Date): Promise<{ name: string; lastSeenAt: Date }[]> {
  return tx.$queryRaw<{ name: string; lastSeenAt: Date }[]>`
    SELECT s.name, max(least(coalesce(c.last_event_at, g.received_at), g.received_at)) AS "lastSeenAt"
      FROM log_source s JOIN log_segment g ON g.organization_id = s.organization_id AND g.source_id = s.id
      JOIN log_segment_scan c ON c.organization_id = g.organization_id AND c.segment_id = g.id
     WHERE s.organization_id = ${organizationId} AND g.received_at <= ${at} GROUP BY s.name ORDER BY s.name LIMIT 10000`;
}
