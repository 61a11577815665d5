import { z } from "zod";
import type { Exchange, Gap, Identity, Json, Unreadable } from "#lib/connector/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { COLLECTION_STATES, RUN_REASONS } from "./client.ts";
import { identityOf } from "./connection.repository.ts";

export const gapSchema = z.object({ reason: z.enum(["denied", "disabled", "not_found", "unreadable", "truncated", "count_differs", "not_enabled", "failed", "refused", "not_claimed"]), operation: z.string(), scope: z.string().nullable(), says: z.string() }) satisfies z.ZodType<Gap>;
const countSchema = z.object({ kind: z.string(), total: z.number(), exact: z.boolean(), route: z.string().optional() }).nullable();
const failureSchema = z.object({ kind: z.string(), operation: z.string(), says: z.string(), again: z.string().nullable() }).nullable();
export const storedExchange = z.object({
  method: z.string(), address: z.string(), sentAt: z.coerce.date(), milliseconds: z.number(), status: z.number().nullable(), failed: z.string().nullable(), serverDate: z.coerce.date().nullable(),
  bytes: z.number(), sha256: z.string().nullable(), waitedMs: z.number(), attempt: z.number(),
}) satisfies z.ZodType<Exchange>;
const operationSchema = z.object({ operation: z.string(), parameters: z.json(), scope: z.string().nullable(), items: z.number(), rows: z.number(), unreadable: z.number() });

type Stored = NonNullable<Awaited<ReturnType<TenantTransaction["collection"]["findFirst"]>>>;

function asCollection({ organizationId: _organizationId, bytes, ...row }: Stored) {
  return {
    ...row, bytes: Number(bytes), cursor: row.cursor as Json, settings: row.settings as Json, identity: identityOf(row.identity), reason: storedWord(RUN_REASONS, row.reason), listing: storedWord(["full", "incremental"], row.listing),
    completeness: storedWord(COLLECTION_STATES, row.completeness), statusCounts: z.record(z.string(), z.number()).parse(row.statusCounts), announced: countSchema.parse(row.announced), secondRoute: countSchema.parse(row.secondRoute),
    gaps: z.array(gapSchema).parse(row.gaps), failure: failureSchema.parse(row.failure), lastExchanges: z.array(storedExchange).parse(row.lastExchanges),
  };
}

/** A run with its IPE record. */
export type CollectionRow = ReturnType<typeof asCollection>;

async function findCollection(tx: TenantTransaction, organizationId: string, id: string): Promise<CollectionRow | null> {
  const row = await tx.collection.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null ? null : asCollection(row);
}

/** @throws AppError not_found */
export async function requireCollection(tx: TenantTransaction, organizationId: string, id: string): Promise<CollectionRow> {
  const row = await findCollection(tx, organizationId, id);
  if (row === null) throw notFound("collection");
  return row;
}

/** Runs, the newest first: of a connection, and of one of its collectors. `before` is the id of the last one on the page before. */
export async function findCollections(tx: TenantTransaction, organizationId: string, filter: { connectionId?: string | undefined; collector?: string | undefined; completeness?: string | undefined }, before: string | null, limit: number): Promise<CollectionRow[]> {
  const { connectionId, collector, completeness } = filter;
  const rows = await tx.collection.findMany({
    where: { organizationId, ...(connectionId === undefined ? {} : { connectionId }), ...(collector === undefined ? {} : { collector }), ...(completeness === undefined ? {} : { completeness }), ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: "desc" }, take: limit,
  });
  return rows.map(asCollection);
}

export type NewCollection = {
  id: string; number: number; connectionId: string; connectionName: string; connector: string; connectorVersion: string; collector: string; title: string; settings: Json; identity: Identity | null;
  credentialFingerprint: string; reason: string; listing: string; cursor: Json; fromAt: Date | null; untilAt: Date; requestedBy: string; startedAt: Date;
};

export async function insertCollection(tx: TenantTransaction, organizationId: string, { settings, identity, cursor, ...row }: NewCollection): Promise<void> {
  await tx.collection.create({ data: { ...row, organizationId, completeness: "running", settings: settings as Prisma.InputJsonValue, identity: identity === null ? Prisma.JsonNull : { ...identity }, cursor: cursor === null ? Prisma.DbNull : (cursor as Prisma.InputJsonValue) } });
}

/** Another attempt at a run begins. @returns which */
export async function countAttempt(tx: TenantTransaction, organizationId: string, id: string): Promise<number> {
  return (await tx.collection.update({ where: { organizationId_id: { organizationId, id } }, data: { attempts: { increment: 1 }, waitsUntil: null }, select: { attempts: true } })).attempts;
}

export async function setWaiting(tx: TenantTransaction, organizationId: string, id: string, until: Date): Promise<void> {
  await tx.collection.update({ where: { organizationId_id: { organizationId, id } }, data: { waitsUntil: until } });
}

/** What was asked, added up. */
export type Asked = { requests: number; retries: number; bytes: number; statusCounts: Readonly<Record<string, number>>; serverAt: Date | null };

/** Adds up exchanges; those without an answer count under `none`. */
export function askedBy(exchanges: readonly Exchange[], before: Readonly<Record<string, number>> = {}): Asked {
  const statusCounts: Record<string, number> = { ...before };
  for (const { status } of exchanges) {
    const name = String(status ?? "none");
    statusCounts[name] = (statusCounts[name] ?? 0) + 1;
  }
  return { requests: exchanges.length, retries: exchanges.filter(({ attempt }) => attempt > 1).length, bytes: exchanges.reduce((sum, { bytes }) => sum + bytes, 0), statusCounts, serverAt: exchanges.findLast(({ serverDate }) => serverDate !== null)?.serverDate ?? null };
}

export type NewPage = {
  sequence: number; operations: Json; exchanges: Json; gaps: Json; unreadable: Json; resume: Json; copySha256: string; copyBytes: number; rows: number; rowsSha256: string; sha256: string;
};

export async function insertPage(tx: TenantTransaction, organizationId: string, collectionId: string, { operations, exchanges, gaps, unreadable, resume, ...page }: NewPage, now: Date): Promise<void> {
  const json = (value: Json): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
  await tx.collectionPage.create({
    data: { ...page, organizationId, collectionId, operations: json(operations), exchanges: json(exchanges), gaps: json(gaps), unreadable: json(unreadable), resume: resume === null ? Prisma.DbNull : json(resume), committedAt: now },
  });
}

/** Adds a page to what a run counts. */
export async function addPage(tx: TenantTransaction, organizationId: string, id: string, page: { answers: number; items: number; rows: number; unreadable: number }, asked: Asked): Promise<void> {
  const { requests, retries, bytes, statusCounts, serverAt } = asked;
  await tx.collection.update({
    where: { organizationId_id: { organizationId, id } },
    data: {
      pages: { increment: 1 }, answers: { increment: page.answers }, items: { increment: page.items }, rows: { increment: page.rows }, unreadable: { increment: page.unreadable },
      requests: { increment: requests }, retries: { increment: retries }, bytes: { increment: BigInt(bytes) }, statusCounts, ...(serverAt === null ? {} : { serverAt }),
    },
  });
}

export async function endCollectionRow(tx: TenantTransaction, organizationId: string, id: string, data: Prisma.CollectionUncheckedUpdateInput): Promise<void> {
  await tx.collection.update({ where: { organizationId_id: { organizationId, id } }, data });
}

type StoredPage = NonNullable<Awaited<ReturnType<TenantTransaction["collectionPage"]["findFirst"]>>>;

function asPage({ organizationId: _organizationId, ...row }: StoredPage) {
  return { ...row, operations: z.array(operationSchema).parse(row.operations), exchanges: z.array(storedExchange).parse(row.exchanges), gaps: z.array(gapSchema).parse(row.gaps), unreadable: row.unreadable as unknown as Unreadable[], resume: row.resume as Json };
}

export type PageRow = ReturnType<typeof asPage>;

export async function findPage(tx: TenantTransaction, organizationId: string, collectionId: string, sequence: number): Promise<PageRow | null> {
  const row = await tx.collectionPage.findUnique({ where: { organizationId_collectionId_sequence: { organizationId, collectionId, sequence } } });
  return row === null ? null : asPage(row);
}

/** Pages of a run in their order, from one on. */
export async function findPages(tx: TenantTransaction, organizationId: string, collectionId: string, from: number, limit: number): Promise<PageRow[]> {
  return (await tx.collectionPage.findMany({ where: { organizationId, collectionId, sequence: { gte: from } }, orderBy: { sequence: "asc" }, take: limit })).map(asPage);
}

/** The last page of a run; null before the first. */
export async function findLastPage(tx: TenantTransaction, organizationId: string, collectionId: string): Promise<PageRow | null> {
  const row = await tx.collectionPage.findFirst({ where: { organizationId, collectionId }, orderBy: { sequence: "desc" } });
  return row === null ? null : asPage(row);
}

/** What each page of a run committed to, in their order. */
export async function pageHashes(tx: TenantTransaction, organizationId: string, collectionId: string): Promise<{ sha256: string; gaps: Gap[] }[]> {
  const rows = await tx.collectionPage.findMany({ where: { organizationId, collectionId }, select: { sha256: true, gaps: true }, orderBy: { sequence: "asc" } });
  return rows.map(({ sha256, gaps }) => ({ sha256, gaps: z.array(gapSchema).parse(gaps) }));
}
