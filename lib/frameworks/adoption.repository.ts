import { ALL_RECORDED } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type AdoptionState = "adopted" | "left";

/** What was recorded last of one edition. */
export type AdoptionRecord = { frameworkKey: string; number: number; state: AdoptionState; contentHash: string; reason: string; recordedAt: Date; recordedBy: string };

/** The newest record of each edition that the organization ever adopted, now or as of an instant, by the edition's key. */
export async function adoptionsAt(tx: TenantTransaction, organizationId: string, at = ALL_RECORDED): Promise<Map<string, AdoptionRecord>> {
  const rows = await tx.frameworkAdoption.findMany({ where: { organizationId, recordedAt: { lte: at } }, orderBy: { number: "asc" } });
  return new Map(rows.map(({ frameworkKey, number, state, contentHash, reason, recordedAt, recordedBy }) =>
    [frameworkKey, { frameworkKey, number, state: state as AdoptionState, contentHash, reason, recordedAt, recordedBy }]));
}

export async function insertAdoptions(tx: TenantTransaction, organizationId: string, rows: readonly (AdoptionRecord & { id: string })[]): Promise<void> {
  await tx.frameworkAdoption.createMany({ data: rows.map((row) => ({ organizationId, ...row })) });
}

/** Until the transaction ends nobody else adopts or leaves: two at once would both build on the same state. */
export async function lockAdoptions(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`framework-adoption ${organizationId}`}, 0))`;
}
