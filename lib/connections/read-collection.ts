import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, memberNames, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { orDamage, readWhole } from "#lib/stored-files/index.ts";
import { SKEW_WARNED_MS, type Answer, type Json, type Row } from "#lib/connector/index.ts";
import { COLLECTION_STATES } from "./client.ts";
import { collectorInput } from "./collect-now.ts";
import { findCollections, findPage, findPages, pageHashes, requireCollection, type CollectionRow, type PageRow } from "./collection.repository.ts";
import { collectionRecord } from "./collection-record.ts";
import { rowsHash } from "./commit-page.ts";
import { knownConnectors, transformOf } from "./connectors.ts";
import { CONNECTION_LIMITS } from "./limits.ts";

/** Runs, the newest first: of all connections, of one, or of one collector. */
export const listCollections = defineVerb({
  name: "connections.list_collections",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({ connectionId: idInput.optional(), collector: collectorInput.optional(), completeness: z.enum(COLLECTION_STATES).optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, input: { cursor, pageSize, ...filter } }): Promise<Page<CollectionRow>> {
    const before = cursor === undefined ? null : decodeCursor(z.tuple([z.string().max(64)]), cursor)[0];
    return pageOf(await findCollections(tx, organizationId, filter, before, pageSize + 1), pageSize, (row) => [row.id]);
  },
});

export type CollectionView = CollectionRow & {
  requestedByName: string;
  /** Whether the record's hash, computed again now, is the one that was kept; null while the run is under way. */
  hashHolds: boolean | null;
  /** Whether the clocks were so far apart that times are told with a caution. */
  skewWarned: boolean;
  firstPages: PageRow[];
};

/** Pages that the record's page lists at once. */
const PAGES_SHOWN = 50;

/** One run with its IPE record. @throws AppError not_found */
export const readCollection = defineVerb({
  name: "connections.read_collection",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({ collectionId: idInput, fromPage: z.int().min(0).max(10_000_000).default(0) }),
  async run({ tx, context: { organizationId }, input: { collectionId, fromPage } }): Promise<CollectionView> {
    const row = await requireCollection(tx, organizationId, collectionId);
    const hashes = await pageHashes(tx, organizationId, collectionId);
    const names = await memberNames(tx, organizationId, [row.requestedBy]);
    return {
      ...row, requestedByName: names.get(row.requestedBy) ?? "Tickmark", firstPages: await findPages(tx, organizationId, collectionId, fromPage, PAGES_SHOWN), skewWarned: row.skewMs !== null && Math.abs(row.skewMs) > SKEW_WARNED_MS,
      hashHolds: row.sha256 === null ? null : collectionRecord(row, hashes.map(({ sha256 }) => sha256)).sha256 === row.sha256,
    };
  },
});

/** One page of a run. @throws AppError not_found */
export const readPage = defineVerb({
  name: "connections.read_page",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({ collectionId: idInput, sequence: z.int().min(0).max(10_000_000) }),
  async run({ tx, context: { organizationId }, input: { collectionId, sequence } }): Promise<{ page: PageRow; collection: Pick<CollectionRow, "id" | "number" | "title" | "connector" | "connectorVersion" | "collector" | "pages"> }> {
    const collection = await requireCollection(tx, organizationId, collectionId);
    const page = await findPage(tx, organizationId, collectionId, sequence);
    if (page === null) throw notFound("page");
    const { id, number, title, connector, connectorVersion, collector, pages } = collection;
    return { page, collection: { id, number, title, connector, connectorVersion, collector, pages } };
  },
});

/** A page's stored copy, as it is kept: redacted before it was stored. Long ones are shown up to a bound; of a damaged one there is no text. @throws AppError not_found */
export async function readStoredCopy(context: Context, input: { collectionId: string; sequence: number }) {
  const read = await readPage(context, input);
  const { found, damage } = await orDamage(readWhole(context, read.page.copySha256));
  const text = found === null ? "" : JSON.stringify(JSON.parse(found.toString("utf8")), null, 2);
  return { ...read, damage, text: text.slice(0, CONNECTION_LIMITS.copyShownBytes), cut: text.length > CONNECTION_LIMITS.copyShownBytes };
}

/** What making the rows of a page again from its stored copy gives; of another version of the connector they may be others. */
export type Remade = { same: boolean; rows: number; sameVersion: boolean };

/** Makes the rows of a page again from its stored copy, and holds them against what was committed; null where this version has no such collector. @throws AppError not_found, internal (blob_missing, blob_altered) */
export async function remakeRows(context: Context, input: { collectionId: string; sequence: number }): Promise<Remade | null> {
  const { page, collection } = await readPage(context, input);
  const connector = knownConnectors().find(({ manifest }) => manifest.id === collection.connector);
  const transform = connector === undefined ? null : transformOf(connector, collection.collector);
  if (connector === undefined || transform === null) return null;
  const answers = JSON.parse((await readWhole(context, page.copySha256)).toString("utf8")) as (Answer & { body: Json })[];
  const rows: Row[] = answers.flatMap((answer) => [...transform(answer).rows]);
  return { same: rowsHash(rows) === page.rowsSha256, rows: rows.length, sameVersion: connector.manifest.version === collection.connectorVersion };
}
