import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { CLASSIFICATIONS, type Classification, type Retention } from "./classification.ts";

export async function findRetention(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<Retention | null> {
  const row = await tx.evidenceState.findUnique({ where: { organizationId_evidenceId: { organizationId, evidenceId } }, select: { classification: true, retainDays: true, retainedFrom: true } });
  return row === null ? null : { ...row, classification: storedWord(CLASSIFICATIONS, row.classification) };
}

export async function writeRetention(tx: TenantTransaction, organizationId: string, evidenceId: string, data: { classification: Classification; retainDays: number | null }): Promise<void> {
  await tx.evidenceState.update({ where: { organizationId_evidenceId: { organizationId, evidenceId } }, data });
}

/** That the content of an evidence was destroyed: when, by whose word and why. */
export type Disposal = { at: Date; by: string; reason: string; /** What became of its file: another record may need the same bytes. */ content: (typeof CONTENT)[number] };

const CONTENT = ["destroyed", "needed_elsewhere", "note", "address"] as const;

/** What was disposed of among these evidence, by id; `by` is an actor's id. */
export async function findDisposals(tx: TenantTransaction, organizationId: string, evidenceIds: readonly string[]): Promise<Map<string, Disposal>> {
  const rows = await tx.disposition.findMany({ where: { organizationId, evidenceId: { in: [...evidenceIds] }, part: "all", status: "disposed" } });
  return new Map(rows.flatMap(({ evidenceId, disposedAt: at, decidedBy: by, reason, content }) =>
    (at === null || by === null || content === null ? [] : [[evidenceId, { at, by, reason, content: storedWord(CONTENT, content) }] as const])));
}
