import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Growth, Tile, TilePlace } from "./tree/tiles.ts";
import { EMPTY_GROWTH, packEdge, splitHashes, unpackEdge } from "./tree/tiles.ts";

// Hashes go to the database as hexadecimal in arrays: one statement for a whole batch.

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export type WaitingEntry = { id: string; leafHash: Uint8Array; recordedAt: Date };

/** The tree that grows, and how late its leaves were recorded since the clock was last set back. */
export type HeldHead = Growth & { latestAt: Date | null };

/** An entry ready to be kept: what it says, and its leaf. */
export type NewEntry = { id: string; kind: string; subjectId: string; record: string; salt: Uint8Array; leafHash: Uint8Array };

/** Keeps entries, and puts them in line for their places. */
export async function insertEntries(tx: TenantTransaction, organizationId: string, entries: readonly NewEntry[], recordedAt: Date): Promise<void> {
  const column = (of: (entry: NewEntry) => string): string[] => entries.map(of);
  await tx.$executeRaw`
    WITH kept AS (
      INSERT INTO ledger_pending_entry (organization_id, id, kind, subject_id, record, salt, leaf_hash, recorded_at)
      SELECT ${organizationId}, id, kind, subject_id, record, decode(salt, 'hex'), decode(leaf_hash, 'hex'), ${recordedAt}::timestamptz
      FROM unnest(${column(({ id }) => id)}::text[], ${column(({ kind }) => kind)}::text[], ${column(({ subjectId }) => subjectId)}::text[],
                  ${column(({ record }) => record)}::text[], ${column(({ salt }) => hex(salt))}::text[], ${column(({ leafHash }) => hex(leafHash))}::text[])
        AS e (id, kind, subject_id, record, salt, leaf_hash)
      RETURNING organization_id, id)
    INSERT INTO ledger_queue (organization_id, entry_id) SELECT organization_id, id FROM kept`;
}

/** The tree as it stands, held until the transaction ends: nobody else gives places meanwhile. */
export async function holdHead(tx: TenantTransaction, organizationId: string): Promise<HeldHead> {
  const held = (): Promise<(HeadRow & { latestAt: Date | null })[]> => tx.$queryRaw`SELECT size, edge, latest_at AS "latestAt" FROM ledger_head WHERE organization_id = ${organizationId} FOR UPDATE`;
  const [there] = await held();
  if (there !== undefined) return { ...growthOf(there), latestAt: there.latestAt };
  // The first time: of two who find none, one waits here for the other.
  await tx.$executeRaw`INSERT INTO ledger_head (organization_id, size, edge) VALUES (${organizationId}, 0, '') ON CONFLICT DO NOTHING`;
  const [row] = await held();
  return { ...growthOf(row), latestAt: row?.latestAt ?? null };
}

export async function readHead(tx: TenantTransaction, organizationId: string): Promise<Growth> {
  return growthOf((await tx.ledgerHead.findUnique({ where: { organizationId }, select: { size: true, edge: true } })) ?? undefined);
}

type HeadRow = { size: bigint; edge: Uint8Array };

function growthOf(row: HeadRow | undefined): Growth {
  if (row === undefined) return EMPTY_GROWTH;
  const size = Number(row.size);
  return { size, edge: unpackEdge(size, row.edge) };
}

/** Takes up to `limit` entries from the line, the earliest first: found as a list, by keys, where a join would read the whole line for each batch. */
export function takeWaiting(tx: TenantTransaction, organizationId: string, limit: number): Promise<WaitingEntry[]> {
  return tx.$queryRaw<WaitingEntry[]>`
    WITH taken AS (
      DELETE FROM ledger_queue WHERE organization_id = ${organizationId}
        AND entry_id = ANY(ARRAY(SELECT entry_id FROM ledger_queue WHERE organization_id = ${organizationId} ORDER BY entry_id LIMIT ${limit}))
      RETURNING entry_id)
    SELECT e.id, e.leaf_hash AS "leafHash", e.recorded_at AS "recordedAt" FROM taken t JOIN ledger_pending_entry e ON e.organization_id = ${organizationId} AND e.id = t.entry_id ORDER BY e.id`;
}

/** Writes what a batch added: the places from `first` on, the tiles that became complete, the head. */
export async function writeGrowth(tx: TenantTransaction, organizationId: string, first: number, entryIds: readonly string[], grown: { tree: Growth; tiles: readonly Tile[]; latestAt: Date | null }): Promise<void> {
  const { tree, tiles, latestAt } = grown;
  await tx.$executeRaw`
    WITH leaves AS (
      INSERT INTO ledger_leaf (organization_id, index, entry_id)
      SELECT ${organizationId}, ${first}::bigint + place - 1, id FROM unnest(${[...entryIds]}::text[]) WITH ORDINALITY AS e (id, place)
    ), tiles AS (
      INSERT INTO ledger_tile (organization_id, row, index, hashes)
      SELECT ${organizationId}, t.row, t.index, decode(t.hashes, 'hex')
      FROM unnest(${tiles.map(({ row }) => row)}::int[], ${tiles.map(({ index }) => index)}::bigint[], ${tiles.map(({ hashes }) => hex(hashes))}::text[]) AS t (row, index, hashes)
    )
    UPDATE ledger_head SET size = ${tree.size}::bigint, latest_at = ${latestAt}::timestamptz, edge = decode(${hex(packEdge(tree.edge))}, 'hex') WHERE organization_id = ${organizationId}`;
}

/** How many entries wait for their places, counted up to `limit`. */
export async function countWaiting(tx: TenantTransaction, organizationId: string, limit: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (SELECT FROM ledger_queue WHERE organization_id = ${organizationId} LIMIT ${limit}) waiting`;
  return row?.count ?? 0;
}

/** Whether any entry that was recorded by an instant, and is not about one subject, waits for its place, or for a checkpoint behind one of `size` leaves. */
export async function isAnyUncovered(tx: TenantTransaction, organizationId: string, { recordedBy, aside }: { recordedBy: Date; aside: string }, size: bigint): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT FROM ledger_queue q JOIN ledger_pending_entry e ON e.organization_id = q.organization_id AND e.id = q.entry_id WHERE q.organization_id = ${organizationId} AND e.recorded_at <= ${recordedBy} AND e.subject_id <> ${aside})
        OR EXISTS (SELECT FROM ledger_leaf l JOIN ledger_pending_entry e ON e.organization_id = l.organization_id AND e.id = l.entry_id WHERE l.organization_id = ${organizationId} AND l.index >= ${size} AND e.recorded_at <= ${recordedBy} AND e.subject_id <> ${aside}) AS any`;
  return row?.any === true;
}

/** The tree, and those of the asked tiles that are complete, by their places. */
export type TreeWithTiles = { tree: Growth; tiles: Map<string, Uint8Array[]> };

/** The tree as it stands with tiles out of it, by keys and in one statement; a tile that is missing is not in the answer. */
export async function readTree(tx: TenantTransaction, organizationId: string, places: readonly TilePlace[]): Promise<TreeWithTiles> {
  const [head, ...rows] = await tx.$queryRaw<{ row: number; index: bigint; bytes: Uint8Array }[]>`
    SELECT -1 AS row, h.size AS index, h.edge AS bytes FROM ledger_head h WHERE h.organization_id = ${organizationId}
    UNION ALL
    SELECT t.row, t.index, t.hashes FROM unnest(${places.map(({ row }) => row)}::int[], ${places.map(({ index }) => index)}::bigint[]) AS p (row, index)
    JOIN ledger_tile t ON t.organization_id = ${organizationId} AND t.row = p.row AND t.index = p.index`;
  return {
    tree: growthOf(head === undefined ? undefined : { size: head.index, edge: head.bytes }),
    tiles: new Map(rows.map(({ row, index, bytes }) => [`${row}/${index}`, splitHashes(bytes)])),
  };
}

/** An entry with its place; `index` null while it has none. */
export type PlacedEntry = { id: string; kind: string; subjectId: string; record: string; salt: Uint8Array; leafHash: Uint8Array; recordedAt: Date; index: number | null };

/** Entries about these subjects, of one kind or of every kind. */
export type EntriesWanted = { subjectIds: readonly string[]; kind?: string; limit: number };

/** The entries that are wanted, in the order in which they were recorded. */
export async function entriesAbout(tx: TenantTransaction, organizationId: string, { subjectIds, kind, limit }: EntriesWanted): Promise<PlacedEntry[]> {
  const rows = await tx.$queryRaw<(Omit<PlacedEntry, "index"> & { index: bigint | null })[]>`
    SELECT e.id, e.kind, e.subject_id AS "subjectId", e.record, e.salt, e.leaf_hash AS "leafHash", e.recorded_at AS "recordedAt", l.index
    FROM ledger_pending_entry e LEFT JOIN ledger_leaf l ON l.organization_id = e.organization_id AND l.entry_id = e.id
    WHERE e.organization_id = ${organizationId} AND e.subject_id = ANY(${[...subjectIds]}::text[]) AND (${kind ?? null}::text IS NULL OR e.kind = ${kind ?? null}) ORDER BY e.id LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, index: row.index === null ? null : Number(row.index) }));
}

/** When the first entry was recorded; null before it. */
export async function firstRecordedAt(tx: TenantTransaction, organizationId: string): Promise<Date | null> {
  const row = await tx.ledgerPendingEntry.findFirst({ where: { organizationId }, orderBy: { id: "asc" }, select: { recordedAt: true } });
  return row?.recordedAt ?? null;
}

/** Records of the newest entries of a kind about a subject, the newest first. */
export async function newestEntriesOf(tx: TenantTransaction, organizationId: string, { subjectId, kind, limit }: { subjectId: string; kind: string; limit: number }): Promise<string[]> {
  const rows = await tx.ledgerPendingEntry.findMany({ where: { organizationId, subjectId, kind }, orderBy: { id: "desc" }, take: limit, select: { record: true } });
  return rows.map(({ record }) => record);
}

/** Ids of the entries about these subjects, recorded by an instant, that a checkpoint of `size` leaves does not cover, in order. */
export async function uncoveredEntries(tx: TenantTransaction, organizationId: string, subjectIds: readonly string[], asOf: Date, size: bigint): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM ledger_pending_entry e LEFT JOIN ledger_leaf l ON l.organization_id = e.organization_id AND l.entry_id = e.id
    WHERE e.organization_id = ${organizationId} AND e.subject_id = ANY(${[...subjectIds]}::text[]) AND e.recorded_at <= ${asOf} AND (l.index IS NULL OR l.index >= ${size}) ORDER BY e.id`;
  return rows.map((row) => row.id);
}

/**
 * Keeps the organization from being destroyed until the transaction ends; its key is the first thing that goes.
 *
 * @throws AppError not_found when it is being destroyed: nothing may be written for it any more
 */
export async function holdOrganization(tx: TenantTransaction, organizationId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM organization_key WHERE organization_id = ${organizationId} FOR SHARE`;
  if (rows.length === 0) throw notFound("organization");
}

/** What the organization is called, for people outside of it. */
export async function organizationName(tx: TenantTransaction, organizationId: string): Promise<string> {
  return (await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { name: true } })).name;
}
