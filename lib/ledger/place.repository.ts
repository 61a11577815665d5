import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { FINDING_AFTER_MS, PLACES, type Place } from "./place-kinds.ts";

export type PlaceRow = { place: Place; keptSize: bigint | null; keptAt: Date | null; failedAt: Date | null; failure: string | null; failingSince: Date | null };

const SHOWN = { place: true, keptSize: true, keptAt: true, failedAt: true, failure: true, failingSince: true };

/** How each place stands of which something is known. */
export async function placeStates(tx: TenantTransaction, organizationId: string): Promise<Map<Place, PlaceRow>> {
  const rows = await tx.ledgerPlaceState.findMany({ where: { organizationId }, select: SHOWN });
  return new Map(PLACES.flatMap((place) => rows.filter((row) => row.place === place).map((row) => [place, { ...row, place }])));
}

export async function savePlaceState(tx: TenantTransaction, organizationId: string, { place, ...state }: PlaceRow): Promise<void> {
  await tx.ledgerPlaceState.upsert({ where: { organizationId_place: { organizationId, place } }, create: { organizationId, place, ...state }, update: state });
}

/** A place that has kept nothing for so long that somebody has to look. */
export type FailingPlace = { place: Place; since: Date; failure: string };

export async function failingPlaces(tx: TenantTransaction, organizationId: string, now: Date): Promise<FailingPlace[]> {
  const before = new Date(now.getTime() - FINDING_AFTER_MS);
  return [...(await placeStates(tx, organizationId)).values()].flatMap(({ place, failingSince, failure }) => (failingSince !== null && failingSince <= before ? [{ place, since: failingSince, failure: failure ?? "" }] : []));
}

/** What an authority attested of the checkpoint at `size` entries. */
export type StampRow = { size: bigint; reply: Uint8Array; stampedAt: Date; serial: string; authority: string; recordedAt: Date };

export async function insertStamp(tx: TenantTransaction, organizationId: string, stamp: StampRow): Promise<void> {
  await tx.ledgerTimeStamp.createMany({ data: [{ organizationId, ...stamp, reply: new Uint8Array(stamp.reply) }], skipDuplicates: true });
}

export function stampAt(tx: TenantTransaction, organizationId: string, size: bigint): Promise<StampRow | null> {
  return tx.ledgerTimeStamp.findUnique({ where: { organizationId_size: { organizationId, size } }, select: { size: true, reply: true, stampedAt: true, serial: true, authority: true, recordedAt: true } });
}

/** When authorities attested of these checkpoints, of those that they did. */
export async function stampedTimes(tx: TenantTransaction, organizationId: string, sizes: readonly bigint[]): Promise<Map<bigint, Date>> {
  const rows = await tx.ledgerTimeStamp.findMany({ where: { organizationId, size: { in: [...sizes] } }, select: { size: true, stampedAt: true } });
  return new Map(rows.map((row) => [row.size, row.stampedAt]));
}

/** A stamp with the checkpoint of its size, if there is one. */
export type StoredStamp = { size: number; reply: Uint8Array; note: string | null };

export async function storedStamps(tx: TenantTransaction, organizationId: string): Promise<StoredStamp[]> {
  const rows = await tx.$queryRaw<{ size: bigint; reply: Uint8Array; note: string | null }[]>`
    SELECT s.size, s.reply, c.note FROM ledger_time_stamp s LEFT JOIN ledger_checkpoint c ON c.organization_id = s.organization_id AND c.size = s.size
    WHERE s.organization_id = ${organizationId} ORDER BY s.size`;
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}
