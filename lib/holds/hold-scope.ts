import type { LegalHold } from "#prisma/generated/client.ts";

/** The rule of a hold: what is submitted later falls under it as well. Without anything it holds everything. */
export type HoldScope = Pick<LegalHold, "evidenceIds" | "controlIds" | "coversFrom" | "coversUntil">;

/** A hold on everything that the organization has. */
export const ON_EVERYTHING: HoldScope = { evidenceIds: [], controlIds: [], coversFrom: null, coversUntil: null };

export type HeldItem = { id: string; effectiveFrom: Date; effectiveUntil: Date; controlIds: readonly string[] };

/** Whether evidence falls under a hold: named by it, or of its controls (any, when it names none) and speaking for a time in its period. */
export function holds({ evidenceIds, controlIds, coversFrom, coversUntil }: HoldScope, item: HeldItem): boolean {
  if (evidenceIds.length > 0) return evidenceIds.includes(item.id);
  const inPeriod = (coversFrom === null || item.effectiveUntil > coversFrom) && (coversUntil === null || item.effectiveFrom < coversUntil);
  return inPeriod && (controlIds.length === 0 || item.controlIds.some((id) => controlIds.includes(id)));
}

/** Whether its rule reaches evidence that neither it nor a control of it names, so that nothing but a walk over all finds what it holds. */
export function isWide({ evidenceIds, controlIds }: HoldScope): boolean {
  return evidenceIds.length === 0 && controlIds.length === 0;
}
