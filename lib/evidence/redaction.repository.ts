import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { EvidenceRedaction } from "#prisma/generated/client.ts";

export type Redaction = Omit<EvidenceRedaction, "organizationId">;

export async function insertRedaction(tx: TenantTransaction, organizationId: string, redaction: Redaction): Promise<void> {
  await tx.evidenceRedaction.create({ data: { organizationId, ...redaction } });
}

/** The newest redacted version of each of these evidence that has one. */
export async function newestRedactions(tx: TenantTransaction, organizationId: string, evidenceIds: readonly string[]): Promise<Map<string, Redaction>> {
  if (evidenceIds.length === 0) return new Map();
  const rows = await tx.evidenceRedaction.findMany({ where: { organizationId, evidenceId: { in: [...evidenceIds] } }, orderBy: { id: "asc" } });
  return new Map(rows.map(({ organizationId: _, ...row }) => [row.evidenceId, row]));
}

/** When the original of a redacted evidence was disposed of by itself; null while it is there. */
export async function originalDisposedAt(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<Date | null> {
  const row = await tx.disposition.findFirst({ where: { organizationId, evidenceId, part: "original", status: "disposed" }, select: { disposedAt: true } });
  return row?.disposedAt ?? null;
}
