import { rowSchema } from "#lib/connector/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { FEED_SEVERITIES, FIRING_OUTCOMES, VENDOR_STATES, type FeedSeverity, type FiringOutcome } from "./client.ts";
import { reaches, type AlertVersion, type Firing, type KnownFiring } from "./vendor-firing.ts";

export type Feed = {
  enabled: boolean; leastSeverity: FeedSeverity; since: Date;
  /** Since when alerts wait that are more than enter within an hour; null while none do. */
  floodingSince: Date | null;
};

/** The connection that a feed is of; null when the organization has none of that id. */
export async function findFeedConnection(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<{ name: string; connectedAt: Date } | null> {
  return tx.connection.findUnique({ where: { organizationId_id: { organizationId, id: connectionId } }, select: { name: true, connectedAt: true } });
}

const asFeed = ({ enabled, leastSeverity, since, floodingSince }: { enabled: boolean; leastSeverity: string; since: Date; floodingSince: Date | null }): Feed => ({ enabled, since, floodingSince, leastSeverity: storedWord(FEED_SEVERITIES, leastSeverity) });

/** How a connection feeds the queue; what holds where nobody has said anything. */
export async function findFeed(tx: TenantTransaction, organizationId: string, connectionId: string, connectedAt: Date): Promise<Feed> {
  const row = await tx.alertFeed.findUnique({ where: { organizationId_connectionId: { organizationId, connectionId } } });
  return row === null ? { enabled: true, leastSeverity: "low", since: connectedAt, floodingSince: null } : asFeed(row);
}

/** The same, locked until the transaction ends: of one connection, alerts are taken in by one at a time. */
export async function lockFeed(tx: TenantTransaction, organizationId: string, connectionId: string, connectedAt: Date, now: Date): Promise<Feed> {
  await tx.$executeRaw`INSERT INTO alert_feed (organization_id, connection_id, since, updated_at) VALUES (${organizationId}, ${connectionId}, ${connectedAt}::timestamptz, ${now}::timestamptz) ON CONFLICT DO NOTHING`;
  await tx.$queryRaw`SELECT connection_id FROM alert_feed WHERE organization_id = ${organizationId} AND connection_id = ${connectionId} FOR UPDATE`;
  return asFeed(await tx.alertFeed.findUniqueOrThrow({ where: { organizationId_connectionId: { organizationId, connectionId } } }));
}

export async function updateFeed(tx: TenantTransaction, organizationId: string, connectionId: string, feed: Partial<Feed>, now: Date): Promise<void> {
  await tx.alertFeed.update({ where: { organizationId_connectionId: { organizationId, connectionId } }, data: { ...feed, updatedAt: now } });
}

/** What became of the firings that a connection brought, by outcome. */
export async function countOutcomes(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<Record<FiringOutcome, number>> {
  const rows = await tx.vendorFiring.groupBy({ by: ["outcome"], where: { organizationId, connectionId }, _count: true });
  return Object.fromEntries(FIRING_OUTCOMES.map((outcome) => [outcome, rows.find((row) => row.outcome === outcome)?._count ?? 0])) as Record<FiringOutcome, number>;
}

/** A collected alert of which something is to be read, and its newest firing as far as it was read. */
export type UnreadAlert = { objectId: string; externalId: string; known: (KnownFiring & { outcome: FiringOutcome; alertId: string | null; toldInAlertId: string | null }) | null };

/** Degrees of severity in the order in which alerts enter: where not all do, the gravest do. What has no known severity may be grave. */
export const INTAKE_DEGREES = ["critical", "high", "unknown", "medium", "low", "informational"] as const satisfies readonly Firing["degree"][];
export type IntakeDegree = (typeof INTAKE_DEGREES)[number];

/** Which alerts of a connection are to be read: after an id, of one degree or any; `heardOf`: those alone of which a firing is known. */
export type UnreadQuestion = { after: string; degree: IntakeDegree | null; least: FeedSeverity; heardOf: boolean; limit: number };

/**
 * Collected alerts of a connection with versions that were not read, and those that were left out as too little and reach the
 * least severity by now; in the order of their ids, after one.
 */
export async function findUnread(tx: TenantTransaction, organizationId: string, connectionId: string, { limit, ...question }: UnreadQuestion): Promise<UnreadAlert[]> {
  const ids = await tx.$queryRaw<{ id: string; externalId: string }[]>`SELECT o.id, o.external_id AS "externalId" ${unread(organizationId, connectionId, question)} ORDER BY o.id LIMIT ${limit}`;
  const rows = await tx.vendorFiring.findMany({ where: { organizationId, objectId: { in: ids.map(({ id }) => id) } }, orderBy: [{ objectId: "asc" }, { number: "asc" }] });
  const newest = new Map(rows.map(({ organizationId: _organizationId, connectionId: _connectionId, readAt: _readAt, objectId, ...row }) => [objectId, row]));
  return ids.map(({ id, externalId }) => {
    const row = newest.get(id);
    return { objectId: id, externalId, known: row === undefined ? null : { ...row, state: storedWord(VENDOR_STATES, row.state), degree: storedWord(["unknown", ...FEED_SEVERITIES] as const, row.degree), outcome: storedWord(FIRING_OUTCOMES, row.outcome) } };
  });
}

/** How many wait to be read, looking at so many at most. */
export async function countUnread(tx: TenantTransaction, organizationId: string, connectionId: string, least: FeedSeverity, looks: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (SELECT 1 ${unread(organizationId, connectionId, { after: "", degree: null, least, heardOf: false })} LIMIT ${looks}) waiting`;
  return row?.count ?? 0;
}

function unread(organizationId: string, connectionId: string, { after, degree, least, heardOf }: Omit<UnreadQuestion, "limit">): Prisma.Sql {
  const reaching = FEED_SEVERITIES.filter((one) => reaches(one, least));
  return Prisma.sql`FROM collected_object o
      LEFT JOIN LATERAL (
        SELECT f.version_read, f.outcome, f.state, f.degree FROM vendor_firing f WHERE f.organization_id = o.organization_id AND f.object_id = o.id ORDER BY f.number DESC LIMIT 1) f ON true
     WHERE o.organization_id = ${organizationId} AND o.kind = 'vendor_alert' AND o.connection_id = ${connectionId} AND o.id > ${after} ${degree === null ? Prisma.empty : Prisma.sql`AND o.severity = ${degree}`}
       AND (${heardOf ? Prisma.sql`false` : Prisma.sql`f.version_read IS NULL`} OR f.version_read < o.version OR (f.outcome = 'below_severity' AND f.state = 'open' AND f.degree = ANY(${reaching}::text[])))`;
}

/** Versions of collected alerts from the one that was read last, which is read again, on; at most `limit` of each, the earliest. */
export async function findVersionsFrom(tx: TenantTransaction, organizationId: string, alerts: readonly UnreadAlert[], limit: number): Promise<Map<string, AlertVersion[]>> {
  const rows = await tx.$queryRaw<(Omit<AlertVersion, "row"> & { objectId: string; data: unknown })[]>`
    SELECT w.object_id AS "objectId", v.version, v.data, v.removed, v.recorded_at AS "recordedAt", v.collection_id AS "collectionId"
      FROM unnest(${alerts.map(({ objectId }) => objectId)}::text[], ${alerts.map(({ known }) => known?.versionRead ?? 1)}::int[]) AS w (object_id, version)
     CROSS JOIN LATERAL (
        SELECT * FROM collected_object_version v WHERE v.organization_id = ${organizationId} AND v.object_id = w.object_id AND v.version >= w.version ORDER BY v.version LIMIT ${limit}) v
     ORDER BY w.object_id, v.version`;
  const read = rows.flatMap(({ data, objectId, ...version }) => {
    const row = rowSchema.parse(data);
    return row.kind === "vendor_alert" ? [{ objectId, version: { ...version, row } }] : [];
  });
  return new Map([...Map.groupBy(read, ({ objectId }) => objectId)].map(([id, versions]) => [id, versions.map(({ version }) => version)]));
}

export type StoredFiring = Firing & { objectId: string; outcome: FiringOutcome; alertId: string | null; toldInAlertId: string | null };

/** Writes firings as they are by now. What began one stays as it was written first. */
export async function putFirings(tx: TenantTransaction, organizationId: string, connectionId: string, firings: readonly StoredFiring[], now: Date): Promise<void> {
  if (firings.length === 0) return;
  const rows = firings.map((one) => ({
    object_id: one.objectId, number: one.number, fired_at: one.firedAt, last_seen_at: one.lastSeenAt, ended_at: one.endedAt, state: one.state, state_since: one.stateSince, word: one.word, degree: one.degree,
    severity_word: one.severityWord, outcome: one.outcome, alert_id: one.alertId, firing_key: one.firingKey, told_in_alert_id: one.toldInAlertId, first_version: one.firstVersion, version_read: one.versionRead, collection_id: one.collectionId,
  }));
  await tx.$executeRaw`
    INSERT INTO vendor_firing (organization_id, connection_id, read_at, object_id, number, fired_at, last_seen_at, ended_at, state, state_since, word, degree, severity_word, outcome, alert_id, firing_key, told_in_alert_id, first_version, version_read, collection_id)
    SELECT ${organizationId}::text, ${connectionId}::text, ${now}::timestamptz, r.*
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (object_id text, number int, fired_at timestamptz, last_seen_at timestamptz, ended_at timestamptz, state text, state_since timestamptz, word text, degree text, severity_word text, outcome text, alert_id text, firing_key text, told_in_alert_id text, first_version int, version_read int, collection_id text)
    ON CONFLICT (organization_id, object_id, number) DO UPDATE SET last_seen_at = excluded.last_seen_at, ended_at = excluded.ended_at, state = excluded.state, state_since = excluded.state_since, word = excluded.word, degree = excluded.degree,
      severity_word = excluded.severity_word, outcome = excluded.outcome, alert_id = excluded.alert_id, firing_key = excluded.firing_key, told_in_alert_id = excluded.told_in_alert_id, version_read = excluded.version_read, collection_id = excluded.collection_id, read_at = excluded.read_at`;
}
