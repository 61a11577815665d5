import { Prisma, type Hunt, type HuntState } from "#prisma/generated/client.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { ChosenText } from "#lib/rules/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { notFound } from "#lib/platform/errors.ts";
import { HUNT_CHOICES, HUNT_SEGMENT_STATUSES, HUNT_STATUSES, type HuntChoice, type HuntSegmentStatus, type HuntStatus } from "./client.ts";

export type HuntRow = Omit<Hunt, "choice" | "organizationId"> & { choice: HuntChoice; state: Omit<HuntState, "status" | "snapshot" | "organizationId" | "huntId"> & { status: HuntStatus } };

type NewHunt = Omit<Hunt, "organizationId" | "choice"> & { choice: HuntChoice };

/** Records a hunt with what it is run with and what it reads, waiting in line. */
export async function insertHunt(tx: TenantTransaction, organizationId: string, hunt: NewHunt, texts: readonly ChosenText[], segments: readonly { id: string }[]): Promise<void> {
  const huntId = hunt.id;
  await tx.hunt.create({ data: { organizationId, ...hunt } });
  await tx.huntText.createMany({ data: texts.map(({ path, title, text, ruleKeys }, position) => ({ organizationId, huntId, position, path, title, text, sha256: sha256Hex(text), ruleKeys })) });
  await tx.huntSegment.createMany({ data: segments.map(({ id: segmentId }, position) => ({ organizationId, huntId, position, segmentId, status: "waiting", notes: [] })) });
  await tx.huntState.create({ data: { organizationId, huntId, status: "queued", fullRules: [], updatedAt: hunt.requestedAt } });
}

const rowOf = ({ organizationId: _, state, choice, ...hunt }: Hunt & { state: Omit<HuntState, "snapshot"> | null }): HuntRow => {
  if (state === null) throw new Error(`${hunt.id} has no state`);
  const { organizationId: __, huntId: ___, status, ...rest } = state;
  return { ...hunt, choice: storedWord(HUNT_CHOICES, choice), state: { ...rest, status: storedWord(HUNT_STATUSES, status) } };
};

const WITH_STATE = { state: { omit: { snapshot: true } } } as const;

/** @throws AppError not_found */
export async function requireHunt(tx: TenantTransaction, organizationId: string, id: string): Promise<HuntRow> {
  const hunt = await tx.hunt.findUnique({ where: { organizationId_id: { organizationId, id } }, include: WITH_STATE });
  if (hunt === null) throw notFound("retro-hunt");
  return rowOf(hunt);
}

/** Hunts, the newest first, behind one of them. */
export async function findHunts(tx: TenantTransaction, organizationId: string, filter: { status: HuntStatus | undefined }, before: string | null, limit: number): Promise<HuntRow[]> {
  const where = { organizationId, ...(before === null ? {} : { id: { lt: before } }), ...(filter.status === undefined ? {} : { state: { status: filter.status } }) };
  return (await tx.hunt.findMany({ where, include: WITH_STATE, orderBy: { id: "desc" }, take: limit })).map(rowOf);
}

/** The state, locked until the transaction ends: whoever commits, pauses or cancels takes turns. @throws AppError not_found */
export async function lockHuntState(tx: TenantTransaction, organizationId: string, huntId: string): Promise<HuntState & { status: HuntStatus }> {
  await tx.$executeRaw`SELECT 1 FROM hunt_state WHERE organization_id = ${organizationId} AND hunt_id = ${huntId} FOR UPDATE`;
  const state = await tx.huntState.findUnique({ where: { organizationId_huntId: { organizationId, huntId } } });
  if (state === null) throw notFound("retro-hunt");
  return { ...state, status: storedWord(HUNT_STATUSES, state.status) };
}

export async function updateHuntState(tx: TenantTransaction, organizationId: string, huntId: string, data: Partial<Omit<HuntState, "organizationId" | "huntId" | "snapshot" | "refused" | "status">> & { status?: HuntStatus; refused?: object; updatedAt: Date }): Promise<void> {
  await tx.huntState.update({ where: { organizationId_huntId: { organizationId, huntId } }, data });
}

/** @param snapshot JSON; as text, because it may be large, and is JSON already */
export async function writeHuntSnapshot(tx: TenantTransaction, organizationId: string, huntId: string, snapshot: string | null): Promise<void> {
  await tx.$executeRaw`UPDATE hunt_state SET snapshot = ${snapshot}::jsonb WHERE organization_id = ${organizationId} AND hunt_id = ${huntId}`;
}

/** The texts of a hunt, in their order. */
export function findHuntTexts(tx: TenantTransaction, organizationId: string, huntId: string): Promise<ChosenText[]> {
  return tx.huntText.findMany({ where: { organizationId, huntId }, orderBy: { position: "asc" }, select: { path: true, title: true, text: true, ruleKeys: true } });
}

/** The same without their texts. */
export function findHuntTextHeads(tx: TenantTransaction, organizationId: string, huntId: string, limit: number): Promise<{ path: string; title: string; sha256: string; ruleKeys: string[] }[]> {
  return tx.huntText.findMany({ where: { organizationId, huntId }, orderBy: { position: "asc" }, select: { path: true, title: true, sha256: true, ruleKeys: true }, take: limit });
}

export function countHuntTexts(tx: TenantTransaction, organizationId: string, huntId: string): Promise<number> {
  return tx.huntText.count({ where: { organizationId, huntId } });
}

/** The segment at a place of a hunt, with its source; null behind the last. */
export async function findHuntSegment(tx: TenantTransaction, organizationId: string, huntId: string, position: number) {
  const row = await tx.huntSegment.findUnique({ where: { organizationId_huntId_position: { organizationId, huntId, position } }, include: { segment: { include: { source: true } } } });
  return row?.segment ?? null;
}

export type SegmentFigures = { position: number; status: HuntSegmentStatus; lines: number; unparsedLines: number; scannedBytes: number; notes: string[] };

/** Sets what was read of a segment so far; `found` is added to its matches. */
export async function updateHuntSegment(tx: TenantTransaction, organizationId: string, huntId: string, { position, lines, unparsedLines, scannedBytes, ...figures }: SegmentFigures, found: number, endedAt: Date | null): Promise<void> {
  await tx.huntSegment.update({
    where: { organizationId_huntId_position: { organizationId, huntId, position } },
    data: { ...figures, lines: BigInt(lines), unparsedLines: BigInt(unparsedLines), scannedBytes: BigInt(scannedBytes), matches: { increment: found }, endedAt },
  });
}

/** How many segments stand how, and what was read of them. */
export async function sumHuntSegments(tx: TenantTransaction, organizationId: string, huntIds: readonly string[]) {
  if (huntIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ huntId: string; status: string; segments: bigint; lines: bigint; unparsedLines: bigint; bytes: bigint }[]>`
    SELECT hunt_id AS "huntId", status, count(*) AS segments, sum(lines)::bigint AS lines, sum(unparsed_lines)::bigint AS "unparsedLines", sum(scanned_bytes)::bigint AS bytes
    FROM hunt_segment WHERE organization_id = ${organizationId} AND hunt_id IN (${Prisma.join([...huntIds])}) GROUP BY hunt_id, status`;
  return rows.map((row) => ({ huntId: row.huntId, status: storedWord(HUNT_SEGMENT_STATUSES, row.status), segments: Number(row.segments), lines: Number(row.lines), unparsedLines: Number(row.unparsedLines), bytes: Number(row.bytes) }));
}

/** Segments that were not read whole, in their order. */
export async function findUnreadSegments(tx: TenantTransaction, organizationId: string, huntId: string, limit: number) {
  const rows = await tx.huntSegment.findMany({ where: { organizationId, huntId, status: { in: ["partial", "missing", "damaged"] } }, include: { segment: { include: { source: true } } }, orderBy: { position: "asc" }, take: limit });
  return rows.map(({ segmentId, status, notes, lines, segment }) => ({ segmentId, fileName: segment.fileName, sourceName: segment.source.name, status: storedWord(HUNT_SEGMENT_STATUSES, status), notes, lines: Number(lines) }));
}
