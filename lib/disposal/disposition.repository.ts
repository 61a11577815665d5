import { underHold } from "#lib/holds/index.ts";
import { FILE_REFERENCES } from "#lib/leaving/index.ts";
import { destroyBlobKeys } from "#lib/platform/blob-store/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma, type Disposition } from "#prisma/generated/client.ts";
import { DISPOSITION_STATES, type DispositionState } from "./disposition.ts";

/** Days that evidence is kept, by classification. */
export type RetentionDays = { public: number; internal: number; confidential: number; restricted: number };

/** When the row `s` of evidence_state falls due. */
const dueBy = (days: RetentionDays): Prisma.Sql => Prisma.sql`s.retained_from + make_interval(days => coalesce(s.retain_days,
  CASE s.classification WHEN 'public' THEN ${days.public}::int WHEN 'internal' THEN ${days.internal}::int WHEN 'confidential' THEN ${days.confidential}::int ELSE ${days.restricted}::int END))`;

export type DueEvidence = { id: string; number: number; dueAt: Date };

/** Evidence with a file, words or an address of its own whose time is over, that no hold keeps and nobody has decided on; what fell due first, first. */
export function findDue(tx: TenantTransaction, organizationId: string, days: RetentionDays, now: Date, limit: number): Promise<DueEvidence[]> {
  return tx.$queryRaw<DueEvidence[]>`
    SELECT e.id, e.number, ${dueBy(days)} AS "dueAt"
    FROM evidence_state s JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = s.evidence_id
    WHERE s.organization_id = ${organizationId} AND s.disposed_at IS NULL AND s.retained_from <= ${now} AND ${dueBy(days)} <= ${now}
      AND (e.blob_sha256 IS NOT NULL OR e.note <> '' OR e.web_address <> '') AND NOT ${underHold(organizationId)}
      AND NOT EXISTS (SELECT 1 FROM disposition d WHERE d.organization_id = s.organization_id AND d.evidence_id = s.evidence_id AND d.part = 'all'
                       AND (d.status <> 'kept' OR d.keep_until > ${now}))
    ORDER BY s.retained_from, s.evidence_id LIMIT ${limit}`;
}

export async function insertProposals(tx: TenantTransaction, organizationId: string, due: readonly DueEvidence[], now: Date): Promise<void> {
  await tx.disposition.createMany({ data: due.map(({ id: evidenceId, dueAt }) => ({ organizationId, id: newId("dsp", now.getTime()), evidenceId, status: "proposed", dueAt, proposedAt: now })) });
}

/** @returns false when it was proposed before */
export async function insertOriginalProposal(tx: TenantTransaction, organizationId: string, evidenceId: string, now: Date): Promise<boolean> {
  const open = await tx.disposition.count({ where: { organizationId, evidenceId, part: "original", status: { not: "kept" } } });
  if (open === 0) await tx.disposition.create({ data: { organizationId, id: newId("dsp", now.getTime()), evidenceId, part: "original", status: "proposed", dueAt: now, proposedAt: now } });
  return open === 0;
}

/** Takes back proposals of evidence that is not due any more, because it was classified otherwise or the setting was changed. */
export function withdrawProposals(tx: TenantTransaction, organizationId: string, days: RetentionDays, now: Date): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM disposition d USING evidence_state s
    WHERE d.organization_id = ${organizationId} AND d.status = 'proposed' AND d.part = 'all' AND s.organization_id = d.organization_id AND s.evidence_id = d.evidence_id AND ${dueBy(days)} > ${now}`;
}

export type DispositionRow = Omit<Disposition, "status" | "organizationId"> & {
  status: DispositionState;
  evidence: { number: number; title: string; sourceKind: string; fileName: string | null; byteLength: bigint | null; blobSha256: string | null; sourceHash: string; note: string; webAddress: string | null; classification: string };
};

const withEvidence = {
  evidence: { select: { number: true, title: true, sourceKind: true, fileName: true, byteLength: true, blobSha256: true, sourceHash: true, note: true, webAddress: true, state: { select: { classification: true } } } },
} as const;

type Found = Prisma.DispositionGetPayload<{ include: typeof withEvidence }>;

function rowOf({ organizationId: _, status, evidence: { state, ...evidence }, ...row }: Found): DispositionRow {
  return { ...row, status: storedWord(DISPOSITION_STATES, status), evidence: { ...evidence, classification: state?.classification ?? "internal" } };
}

/** Newest proposals first. */
export async function findDispositions(tx: TenantTransaction, organizationId: string, by: { state: DispositionState; below: string | undefined; take: number }): Promise<DispositionRow[]> {
  const rows = await tx.disposition.findMany({
    where: { organizationId, status: by.state, ...(by.below === undefined ? {} : { id: { lt: by.below } }) }, orderBy: { id: "desc" }, take: by.take, include: withEvidence,
  });
  return rows.map(rowOf);
}

/** Dispositions that are decided on or carried out, locked in the order of their ids until the transaction ends. */
export async function lockDispositions(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<DispositionRow[]> {
  await tx.$queryRaw`SELECT id FROM disposition WHERE organization_id = ${organizationId} AND id = ANY(${[...ids]}::text[]) ORDER BY id FOR UPDATE`;
  return (await tx.disposition.findMany({ where: { organizationId, id: { in: [...ids] } }, orderBy: { id: "asc" }, include: withEvidence })).map(rowOf);
}

export async function changeDispositions(tx: TenantTransaction, organizationId: string, ids: readonly string[], data: Prisma.DispositionUpdateManyMutationInput): Promise<void> {
  await tx.disposition.updateMany({ where: { organizationId, id: { in: [...ids] } }, data });
}

export async function countProposed(tx: TenantTransaction, organizationId: string, most: number): Promise<number> {
  return tx.disposition.count({ where: { organizationId, status: "proposed" }, take: most });
}

/** Files of redacted versions of an evidence. */
export async function redactedBlobs(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<string[]> {
  const rows = await tx.evidenceRedaction.findMany({ where: { organizationId, evidenceId }, select: { blobSha256: true }, orderBy: { id: "asc" } });
  return [...new Set(rows.map((row) => row.blobSha256))];
}

/** Empties the note and the address, and takes the content's words out of the search; only while the disposition is approved. */
export async function disposeOfWords(tx: TenantTransaction, organizationId: string, evidenceId: string, now: Date): Promise<void> {
  await tx.$executeRaw`SELECT dispose_of_words(${evidenceId})`;
  await tx.evidenceState.updateMany({ where: { organizationId, evidenceId }, data: { disposedAt: now } });
}

/**
 * Destroys a blob with every key that it was sealed under, unless another record needs it. Whoever comes to need it meanwhile
 * takes the same lock first, and finds it gone or keeps it.
 *
 * @returns whether it was destroyed; its bytes, which nobody can open any more, are taken away afterwards
 */
export async function destroyBlob(tx: TenantTransaction, organizationId: string, sha256: string, evidenceId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 FROM blob WHERE organization_id = ${organizationId} AND sha256 = ${sha256} FOR UPDATE`;
  for (const { table, column } of FILE_REFERENCES) {
    const owner = table === "evidence" ? Prisma.sql`r.id` : table === "evidence_redaction" ? Prisma.sql`r.evidence_id` : null;
    const living = owner === null ? Prisma.empty
      : Prisma.sql`AND ${owner} <> ${evidenceId} AND NOT EXISTS (SELECT 1 FROM evidence_state s WHERE s.organization_id = r.organization_id AND s.evidence_id = ${owner} AND s.disposed_at IS NOT NULL)`;
    const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM ${Prisma.raw(table)} r WHERE r.organization_id = ${organizationId} AND r.${Prisma.raw(column)} = ${sha256} ${living} LIMIT 1`;
    if (found.length > 0) return false;
  }
  await destroyBlobKeys(tx, organizationId, sha256);
  await tx.blobStanding.deleteMany({ where: { organizationId, sha256 } });
  await tx.blob.deleteMany({ where: { organizationId, sha256 } });
  return true;
}
