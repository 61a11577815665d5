import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Two that watch the same thing see it at other moments: apart by so much at most, what they saw is one firing. */
const APART_SECONDS = 300;

/** A firing that is to become an alert, unless another connection's telling of it has. */
export type ToldFiring = { firingKey: string; firedAt: Date; lastSeenAt: Date };

/**
 * Finds the alerts that other connections' tellings of the same firings became: of the same key, and seen in overlapping
 * times. Holds a lock until the transaction ends, so that of two who tell at once one is first.
 *
 * @returns for each firing, in its order, the alert; null where nobody told of it
 */
export async function findWitnessed(tx: TenantTransaction, organizationId: string, connectionId: string, told: readonly ToldFiring[]): Promise<(string | null)[]> {
  if (told.length === 0) return [];
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`vendor_firing ${organizationId}`}, 0))`;
  const asked = told.map(({ firingKey, firedAt, lastSeenAt }, place) => ({ place, firing_key: firingKey, fired_at: firedAt, last_seen_at: lastSeenAt }));
  const rows = await tx.$queryRaw<{ place: number; alertId: string }[]>`
    SELECT w.place, f.alert_id AS "alertId"
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w (place int, firing_key text, fired_at timestamptz, last_seen_at timestamptz)
     CROSS JOIN LATERAL (
        SELECT f.alert_id FROM vendor_firing f
         WHERE f.organization_id = ${organizationId} AND f.firing_key = w.firing_key AND f.alert_id IS NOT NULL AND f.connection_id <> ${connectionId}
           AND f.fired_at <= w.last_seen_at + ${APART_SECONDS} * interval '1 second' AND w.fired_at <= f.last_seen_at + ${APART_SECONDS} * interval '1 second'
         ORDER BY f.fired_at DESC LIMIT 1) f`;
  const found = new Map(rows.map(({ place, alertId }) => [place, alertId]));
  return told.map((_, place) => found.get(place) ?? null);
}

export type Witness = { connectionId: string; connectionName: string; connector: string; objectId: string; externalId: string; url: string; firedAt: Date; lastSeenAt: Date; state: string };

/** What other connections tell of the firing that an alert is about, in the order in which it fired for them. */
export function findWitnesses(tx: TenantTransaction, organizationId: string, alertId: string): Promise<Witness[]> {
  return tx.$queryRaw<Witness[]>`
    SELECT f.connection_id AS "connectionId", c.name AS "connectionName", c.connector, f.object_id AS "objectId", o.external_id AS "externalId", o.url, f.fired_at AS "firedAt", f.last_seen_at AS "lastSeenAt", f.state
      FROM vendor_firing f JOIN collected_object o ON o.organization_id = f.organization_id AND o.id = f.object_id JOIN connection c ON c.organization_id = f.organization_id AND c.id = f.connection_id
     WHERE f.organization_id = ${organizationId} AND f.told_in_alert_id = ${alertId}
     ORDER BY f.fired_at, f.object_id LIMIT 20`;
}
