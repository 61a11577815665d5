import { goodAt } from "./freshness.ts";
import type { ReviewState } from "./review-state.ts";

type Replaced = { id: string; number: number; collectedAt: Date; effectiveFrom: Date; effectiveUntil: Date; requestIds: readonly string[]; reviewState: ReviewState };
type Replacing = Omit<Replaced, "number">;

export type ReplacementFault = { reason: string; message: string };

/**
 * Why an evidence may not take the place of an older one; null when it may. What it takes over it must answer wholly and
 * speak for as late: then the days before are proven by the older one, those from its own first day on by it, and no day
 * loses its proof.
 *
 * @param asked the requests that are still asked
 */
export function replacementFault(older: Replaced, newer: Replacing, asked: ReadonlySet<string>): ReplacementFault | null {
  const name = `EV-${older.number}`;
  if (older.id === newer.id) return { reason: "same_evidence", message: "An evidence cannot take its own place." };
  if (older.reviewState !== "accepted") return { reason: "not_accepted", message: `${name} is not accepted: it proves nothing that could be taken over.` };
  if (newer.reviewState === "rejected") return { reason: "rejected", message: "What was rejected takes nobody's place." };
  if (!older.requestIds.some((id) => newer.requestIds.includes(id))) return { reason: "other_request", message: `${name} answers nothing that this answers.` };
  if (older.requestIds.some((id) => asked.has(id) && !newer.requestIds.includes(id))) return { reason: "answers_less", message: `${name} also answers a request that this does not. It would lose its proof there.` };
  if (goodAt(older) > goodAt(newer)) return { reason: "speaks_later", message: `${name} speaks for a later time than this.` };
  return null;
}

/** The instant from which the newer one stands in the older one's place: where what it speaks for begins. */
export function replacedFrom(older: { effectiveFrom: Date }, newer: { effectiveFrom: Date }): Date {
  return older.effectiveFrom > newer.effectiveFrom ? older.effectiveFrom : newer.effectiveFrom;
}

/** Whether the older one still claims the time in which the newer begins, as an open-ended document does; logs of two days do not. */
export function claimsSameTime(older: { effectiveUntil: Date }, newer: { effectiveFrom: Date }): boolean {
  return older.effectiveUntil > newer.effectiveFrom;
}
