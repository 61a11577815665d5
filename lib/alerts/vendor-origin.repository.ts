import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findWitnesses } from "./vendor-witness.repository.ts";
import { FIRING_OUTCOMES, VENDOR_STATES, type FiringOutcome, type VendorState } from "./client.ts";

/** Firings shown of one collected alert, the newest. */
const FIRINGS_SHOWN = 50;

export type FiringRow = { number: number; firedAt: Date; endedAt: Date | null; state: VendorState; outcome: FiringOutcome; alert: { id: string; number: number } | null };

/** The firings of a collected alert, the newest first. */
export async function findFirings(tx: TenantTransaction, organizationId: string, objectId: string): Promise<FiringRow[]> {
  const rows = await tx.vendorFiring.findMany({ where: { organizationId, objectId }, include: { alert: { select: { id: true, number: true } }, toldInAlert: { select: { id: true, number: true } } }, orderBy: { number: "desc" }, take: FIRINGS_SHOWN });
  return rows.map(({ number, firedAt, endedAt, state, outcome, alert, toldInAlert }) => ({ number, firedAt, endedAt, state: storedWord(VENDOR_STATES, state), outcome: storedWord(FIRING_OUTCOMES, outcome), alert: alert ?? toldInAlert }));
}

/**
 * Where a vendor's alert comes from: its connection, the collected thing with how it stands at the vendor by now, the run that
 * told of that last, and the other times that it fired. Null of an alert that a rule raised.
 */
export async function findVendorOrigin(tx: TenantTransaction, organizationId: string, { id, objectId }: { id: string; objectId: string | null }) {
  if (objectId === null) return null;
  const object = await tx.collectedObject.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id: objectId } }, include: { connection: { select: { id: true, name: true, state: true } } } });
  const own = await tx.vendorFiring.findUnique({ where: { organizationId_alertId: { organizationId, alertId: id } } });
  if (own === null) return null;
  const run = await tx.collection.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id: own.collectionId } }, select: { id: true, number: true, title: true, completeness: true, endedAt: true } });
  const missing = await tx.collection.findFirst({
    where: { organizationId, connectionId: object.connectionId, collector: object.collector, completeness: "complete", listing: "full", fromAt: null, startedAt: { gt: object.lastSeenAt } },
    select: { id: true, number: true, endedAt: true }, orderBy: { id: "asc" },
  });
  const { firedAt, endedAt, lastSeenAt, stateSince, word, severityWord, degree, number, versionRead } = own;
  return {
    connection: object.connection, objectId, externalId: object.externalId, rule: object.code, url: object.url, versions: object.version, seenAt: object.lastSeenAt,
    firing: { number, firedAt, endedAt, lastSeenAt, stateSince, word, severityWord, degree, versionRead, state: storedWord(VENDOR_STATES, own.state) },
    run,
    /** The first run behind the one that saw it last which listed everything, and did not have it; null where none was. */
    missing,
    /** What other connections tell of the same firing. */
    witnesses: (await findWitnesses(tx, organizationId, id)).map((one) => ({ ...one, state: storedWord(VENDOR_STATES, one.state) })),
    firings: await tx.vendorFiring.count({ where: { organizationId, objectId } }),
    others: (await findFirings(tx, organizationId, objectId)).filter((one) => one.number !== own.number),
  };
}
