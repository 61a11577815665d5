import type { Row, RowKind } from "#lib/connector/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { promote, type Promoted } from "./promoted.ts";

/** Rows of one page, and where they were found. */
export type FoundRows = { connectionId: string; collector: string; collectionId: string; pageSequence: number; rows: readonly Row[] };

type Known = { id: string; kind: string; externalId: string; contentSha256: string; version: number; removedAt: Date | null };
type Kept = Promoted & { id: string; kind: string; externalId: string; contentSha256: string; version: number; listedAt: Date; data: Row };

const keyOf = ({ kind, externalId }: { kind: string; externalId: string }): string => `${kind} ${externalId}`;

/**
 * Keeps what a page showed: what is as it was is noted as seen, what changed gets another version, what was not known is
 * added. The same page twice is the page once.
 *
 * @returns how many of the rows were new or another than before
 */
export async function keepRows(tx: TenantTransaction, organizationId: string, found: FoundRows, now: Date): Promise<{ changed: number }> {
  // Of one thing twice on a page the later is how it is.
  const rows = [...new Map(found.rows.map((row) => [keyOf(row), row])).values()];
  if (rows.length === 0) return { changed: 0 };
  const known = new Map((await lockKnown(tx, organizationId, found.connectionId, rows)).map((one) => [keyOf(one), one]));
  const [added, changed, same]: [Kept[], Kept[], string[]] = [[], [], []];
  for (const row of rows) {
    const before = known.get(keyOf(row));
    const contentSha256 = sha256Hex(canonicalJson(row));
    if (before !== undefined && before.contentSha256 === contentSha256 && before.removedAt === null) {
      same.push(before.id);
      continue;
    }
    const columns = promote(row);
    const kept = { ...columns, id: before?.id ?? newId("obj", now.getTime()), kind: row.kind, externalId: row.externalId, contentSha256, version: (before?.version ?? 0) + 1, listedAt: columns.openedAt ?? now, data: row };
    (before === undefined ? added : changed).push(kept);
  }
  await insertObjects(tx, organizationId, found, added, now);
  await updateObjects(tx, organizationId, found, changed, now);
  await insertVersions(tx, organizationId, found, [...added, ...changed], now);
  await noteSeen(tx, organizationId, found, same, now);
  return { changed: added.length + changed.length };
}

/** Of one collector there is one run; two collectors of a connection may meet at a thing, and take it one after the other. */
function lockKnown(tx: TenantTransaction, organizationId: string, connectionId: string, rows: readonly Row[]): Promise<Known[]> {
  return tx.$queryRaw<Known[]>`
    SELECT o.id, o.kind, o.external_id AS "externalId", o.content_sha256 AS "contentSha256", o.version, o.removed_at AS "removedAt"
      FROM unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ externalId }) => externalId)}::text[]) AS w (kind, external_id)
      JOIN collected_object o ON o.organization_id = ${organizationId} AND o.connection_id = ${connectionId} AND o.kind = w.kind AND o.external_id = w.external_id
     ORDER BY o.id FOR UPDATE OF o`;
}

/** What of a thing stands in its row, as the columns' names. */
const columnsOf = ({ id, kind, externalId, code, title, state, severity, scope, url, about, openedAt, closedAt, isOpen, contentSha256, version, listedAt }: Kept) => ({
  id, kind, external_id: externalId, code, title, state, severity, scope, url, about, opened_at: openedAt, closed_at: closedAt, is_open: isOpen, content_sha256: contentSha256, version, listed_at: listedAt,
});

// As one parameter of JSON: Prisma's createMany takes half a millisecond a row.

async function insertObjects(tx: TenantTransaction, organizationId: string, { connectionId, collector, collectionId }: FoundRows, rows: readonly Kept[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO collected_object (organization_id, connection_id, collector, first_seen_at, last_seen_at, seen_in, id, kind, external_id, code, title, state, severity, scope, url, about, opened_at, closed_at, is_open, content_sha256, version, listed_at)
    SELECT ${organizationId}::text, ${connectionId}::text, ${collector}::text, ${now}::timestamptz, ${now}::timestamptz, ${collectionId}::text, r.*
      FROM jsonb_to_recordset(${JSON.stringify(rows.map(columnsOf))}::jsonb) AS r (id text, kind text, external_id text, code text, title text, state text, severity text, scope text, url text, about text, opened_at timestamptz, closed_at timestamptz, is_open boolean, content_sha256 text, version int, listed_at timestamptz)`;
}

async function updateObjects(tx: TenantTransaction, organizationId: string, { collector, collectionId }: FoundRows, rows: readonly Kept[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE collected_object o SET code = r.code, title = r.title, state = r.state, severity = r.severity, scope = r.scope, url = r.url, about = r.about, opened_at = r.opened_at, closed_at = r.closed_at, is_open = r.is_open,
           listed_at = coalesce(r.opened_at, o.first_seen_at), content_sha256 = r.content_sha256, version = r.version, collector = ${collector}, last_seen_at = ${now}, seen_in = ${collectionId}, removed_at = NULL
      FROM jsonb_to_recordset(${JSON.stringify(rows.map(columnsOf))}::jsonb) AS r (id text, code text, title text, state text, severity text, scope text, url text, about text, opened_at timestamptz, closed_at timestamptz, is_open boolean, content_sha256 text, version int)
     WHERE o.organization_id = ${organizationId} AND o.id = r.id`;
}

async function insertVersions(tx: TenantTransaction, organizationId: string, { collectionId, pageSequence }: FoundRows, rows: readonly Kept[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const columns = rows.map(({ id, version, contentSha256, data, changedAt }) => ({ object_id: id, version, content_sha256: contentSha256, data, valid_from: changedAt ?? now }));
  await tx.$executeRaw`
    INSERT INTO collected_object_version (organization_id, collection_id, page_sequence, recorded_at, object_id, version, content_sha256, data, valid_from)
    SELECT ${organizationId}::text, ${collectionId}::text, ${pageSequence}::int, ${now}::timestamptz, r.*
      FROM jsonb_to_recordset(${JSON.stringify(columns)}::jsonb) AS r (object_id text, version int, content_sha256 text, data jsonb, valid_from timestamptz)`;
}

async function noteSeen(tx: TenantTransaction, organizationId: string, { collector, collectionId }: FoundRows, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`UPDATE collected_object SET last_seen_at = ${now}, seen_in = ${collectionId}, collector = ${collector} WHERE organization_id = ${organizationId} AND id = ANY(${[...ids]}::text[])`;
}

/** How many distinct things of a kind a run has seen. */
export async function countSeen(tx: TenantTransaction, organizationId: string, connectionId: string, collectionId: string, kind: RowKind): Promise<number> {
  return tx.collectedObject.count({ where: { organizationId, connectionId, kind, seenIn: collectionId } });
}

/**
 * Says of everything that a complete full listing no longer has that it is gone, with a version of its own. Only for kinds
 * of things: what happened is not undone by growing old.
 *
 * @returns how many are gone
 */
export async function removeUnseen(tx: TenantTransaction, organizationId: string, run: { connectionId: string; collector: string; collectionId: string; kinds: readonly RowKind[] }, now: Date): Promise<number> {
  if (run.kinds.length === 0) return 0;
  return tx.$executeRaw`
    WITH gone AS (
      UPDATE collected_object SET removed_at = ${now}, version = version + 1
       WHERE organization_id = ${organizationId} AND connection_id = ${run.connectionId} AND collector = ${run.collector} AND kind = ANY(${[...run.kinds]}::text[]) AND seen_in <> ${run.collectionId} AND removed_at IS NULL
      RETURNING id, version, content_sha256)
    INSERT INTO collected_object_version (organization_id, object_id, version, collection_id, page_sequence, content_sha256, data, removed, valid_from, recorded_at)
    SELECT ${organizationId}::text, g.id, g.version, ${run.collectionId}::text, NULL, g.content_sha256, v.data, true, ${now}::timestamptz, ${now}::timestamptz
      FROM gone g JOIN collected_object_version v ON v.organization_id = ${organizationId} AND v.object_id = g.id AND v.version = g.version - 1`;
}
