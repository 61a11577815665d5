import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { CELL_STATES, COLUMNS, type CellState, type ColumnId } from "./client.ts";
import type { MatchedAsset } from "./match-assets.ts";
import type { ReconciledResource, ReconciliationHead, RowPlace } from "./match-facts.ts";

// What matching said, as it is kept. A row stands from one reconciliation on until another; those of a reconciliation that is
// not finished bear its number, which nobody asks for yet.

/** Until when a row stands that nothing followed. */
const STANDING = 2_147_483_647;

export type Kept = { number: number; at: Date; present: boolean; step: number; begunAt: Date; finishedAt: Date | null; failure: string; head: ReconciliationHead | null };

/** Dates of the head as JSON holds them. */
const revived = z.object({
  sources: z.array(z.looseObject({ readAt: z.coerce.date().nullable() })),
  strangers: z.looseObject({ shown: z.array(z.looseObject({ seenAt: z.coerce.date() })) }),
}).loose();

type Stored = NonNullable<Awaited<ReturnType<TenantTransaction["reconciliation"]["findFirst"]>>>;
const keptOf = ({ organizationId: _organizationId, head, ...row }: Stored): Kept => ({ ...row, head: head === null ? null : (revived.parse(head) as unknown as ReconciliationHead) });

const first = async (tx: TenantTransaction, where: Prisma.ReconciliationWhereInput): Promise<Kept | null> => {
  const row = await tx.reconciliation.findFirst({ where, orderBy: { at: "desc" } });
  return row === null ? null : keptOf(row);
};

/** The newest finished one as of an instant at the latest. */
export const finishedBy = (tx: TenantTransaction, organizationId: string, at: Date): Promise<Kept | null> => first(tx, { organizationId, finishedAt: { not: null }, at: { lte: at } });
/** The newest, finished or not. */
export const newestKept = (tx: TenantTransaction, organizationId: string): Promise<Kept | null> => first(tx, { organizationId });
export const keptByNumber = (tx: TenantTransaction, organizationId: string, number: number): Promise<Kept | null> => first(tx, { organizationId, number });

/** Those who begin, write and end one take turns. */
export async function lockReconciliation(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reconciliation ${organizationId}`}, 0))`;
}

export async function insertKept(tx: TenantTransaction, organizationId: string, row: Pick<Kept, "number" | "at" | "present" | "step" | "begunAt">): Promise<void> {
  await tx.reconciliation.create({ data: { ...row, organizationId, failure: "" } });
}

export async function updateKept(tx: TenantTransaction, organizationId: string, number: number, { head, ...data }: Partial<Omit<Kept, "number">>): Promise<void> {
  await tx.reconciliation.update({ where: { organizationId_number: { organizationId, number } }, data: { ...data, ...(head == null ? {} : { head: JSON.parse(JSON.stringify(head)) as Prisma.InputJsonValue }) } });
}

/** Whether a job that matches waits or runs. */
export async function matchingUnderWay(tx: TenantTransaction, organizationId: string, kind: string): Promise<boolean> {
  return (await tx.jobRun.count({ where: { organizationId, kind, status: { in: ["queued", "running"] } } })) > 0;
}

/** When each collector's last run ended. */
export function runsEnded(tx: TenantTransaction, organizationId: string): Promise<{ connector: string; collector: string; endedAt: Date }[]> {
  return tx.$queryRaw<{ connector: string; collector: string; endedAt: Date }[]>`
    SELECT c.connector, s.collector, s.last_ended_at AS "endedAt" FROM collector_state s JOIN connection c ON c.organization_id = s.organization_id AND c.id = s.connection_id
     WHERE s.organization_id = ${organizationId} AND s.last_ended_at IS NOT NULL`;
}

/** When the company's own list was last imported, and a definition last put in force. */
export async function wordsGiven(tx: TenantTransaction, organizationId: string): Promise<Date[]> {
  const list = await tx.assetList.findFirst({ where: { organizationId, kind: "machine" }, orderBy: { version: "desc" }, select: { importedAt: true } });
  const decision = await tx.populationDefinitionDecision.findFirst({ where: { organizationId, decision: "approved" }, orderBy: { decidedAt: "desc" }, select: { decidedAt: true } });
  return [...(list === null ? [] : [list.importedAt]), ...(decision === null ? [] : [decision.decidedAt])];
}

export type KeptTable = "resource" | "asset";
const tableOf = (table: KeptTable): Prisma.Sql => Prisma.raw(table === "resource" ? "reconciliation_resource" : "reconciliation_asset");

/** What stands, by its keys, with the hashes of its rows. */
export function standing(tx: TenantTransaction, organizationId: string, table: KeptTable, { after, limit }: { after: string; limit: number }): Promise<{ key: string; sha256: string }[]> {
  return tx.$queryRaw<{ key: string; sha256: string }[]>`
    SELECT key, sha256 FROM ${tableOf(table)} WHERE organization_id = ${organizationId} AND until_number = 2147483647 AND key > ${after} ORDER BY key LIMIT ${limit}`;
}

/** A row as it is kept: `states` in the order of {@link COLUMNS}, none of an asset. */
export type KeptRow = RowPlace & { states: readonly string[]; sha256: string; row: object };

/**
 * Ends what stood by these keys, and has the rows given stand instead. Said again it changes nothing, and what a former
 * attempt of the same reconciliation wrote is written over.
 */
export async function writeRows(tx: TenantTransaction, organizationId: string, number: number, table: KeptTable, { ended, rows }: { ended: readonly string[]; rows: readonly KeptRow[] }): Promise<void> {
  const keys = [...ended, ...rows.map(({ key }) => key)];
  await tx.$executeRaw`UPDATE ${tableOf(table)} SET until_number = ${number}::int WHERE organization_id = ${organizationId} AND until_number = 2147483647 AND key = ANY(${keys}::text[])`;
  const columns = table === "resource" ? COLUMNS.map(({ id }) => id) : [];
  const names = columns.map((id) => Prisma.raw(`"${id}", `));
  const values = columns.map((_id, place) => Prisma.raw(`g.states[${place + 1}], `));
  const changes = columns.map((id) => Prisma.raw(`"${id}" = excluded."${id}", `));
  const given = JSON.stringify(rows);
  await tx.$executeRaw`
    INSERT INTO ${tableOf(table)} (organization_id, key, from_number, until_number, rank, name, ${joined(names)}sha256, row)
    SELECT ${organizationId}::text, g.key, ${number}::int, ${STANDING}::int, g.rank, g.name, ${joined(values)}g.sha256, g.row
      FROM jsonb_to_recordset(${given}::jsonb) AS g (key text, rank int, name text, states text[], sha256 text, row jsonb)
    ON CONFLICT (organization_id, key, from_number) DO UPDATE SET until_number = excluded.until_number, rank = excluded.rank, name = excluded.name, ${joined(changes)}sha256 = excluded.sha256, row = excluded.row`;
}

const joined = (parts: readonly Prisma.Sql[]): Prisma.Sql => (parts.length === 0 ? Prisma.empty : Prisma.join([...parts], ""));

export type Asked = { number: number; after: RowPlace | null; limit: number };

const within = ({ number, after }: Asked): Prisma.Sql =>
  Prisma.sql`from_number <= ${number}::int AND until_number > ${number}::int ${after === null ? Prisma.empty : Prisma.sql`AND (rank, name, key) > (${after.rank}::int, ${after.name}, ${after.key})`}`;

const cellDates = z.object({ cells: z.record(z.string(), z.looseObject({ since: z.coerce.date().nullable() })) }).loose();

/**
 * Rows of a reconciliation in their order: those that stand in the column, or in any, as was asked for; of a column alone
 * those that are not covered there. Each state of a column is a stretch of an index of its own.
 */
export async function keptResources(tx: TenantTransaction, organizationId: string, asked: Asked, column: ColumnId | undefined, state: CellState | undefined): Promise<ReconciledResource[]> {
  const columns = column !== undefined ? [column] : state === undefined ? [] : COLUMNS.map(({ id }) => id);
  const states = state !== undefined ? [state] : CELL_STATES.filter((one) => one !== "covered");
  const of = (filter: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT rank, name, key, from_number FROM reconciliation_resource WHERE organization_id = ${organizationId} ${filter} AND ${within(asked)} ORDER BY rank, name, key LIMIT ${asked.limit})`;
  const branches = columns.flatMap((id) => states.map((one) => of(Prisma.sql`AND ${Prisma.raw(`"${id}"`)} = ${one}`)));
  const rows = await tx.$queryRaw<{ row: unknown }[]>`
    WITH found AS (${branches.length === 0 ? of(Prisma.empty) : Prisma.join(branches, " UNION ")})
    SELECT r.row FROM (SELECT * FROM found ORDER BY rank, name, key LIMIT ${asked.limit}) f
      JOIN reconciliation_resource r ON r.organization_id = ${organizationId} AND r.key = f.key AND r.from_number = f.from_number ORDER BY f.rank, f.name, f.key`;
  return rows.map(({ row }) => cellDates.parse(row) as unknown as ReconciledResource);
}

/** Assets of a reconciliation in their order; those of one state alone where one is named, by its place. */
export async function keptAssets(tx: TenantTransaction, organizationId: string, asked: Asked, rank: number | undefined): Promise<MatchedAsset[]> {
  const rows = await tx.$queryRaw<{ row: unknown }[]>`
    SELECT row FROM reconciliation_asset WHERE organization_id = ${organizationId} ${rank === undefined ? Prisma.empty : Prisma.sql`AND rank = ${rank}::int`} AND ${within(asked)} ORDER BY rank, name, key LIMIT ${asked.limit}`;
  return rows.map(({ row }) => row as MatchedAsset);
}

/** The counts of the newest finished reconciliation by each of some instants. */
export function keptCounts(tx: TenantTransaction, organizationId: string, instants: readonly Date[]): Promise<{ until: Date; at: Date; population: number; counts: unknown }[]> {
  return tx.$queryRaw<{ until: Date; at: Date; population: number; counts: unknown }[]>`
    SELECT t.until, k.at, (k.head->>'population')::int AS population, k.head->'counts' AS counts
      FROM unnest(${[...instants]}::timestamptz[]) AS t (until)
      CROSS JOIN LATERAL (SELECT r.at, r.head FROM reconciliation r WHERE r.organization_id = ${organizationId} AND r.at <= t.until AND r.finished_at IS NOT NULL ORDER BY r.at DESC LIMIT 1) k
     ORDER BY t.until`;
}
