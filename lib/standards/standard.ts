import type { Status } from "#lib/status/client.ts";
import { STANDARD_LIMITS } from "./limits.ts";

export type Decision = { decision: "approved" | "declined"; alone: boolean; reason: string; decidedBy: string; decidedAt: Date };

/** A version of a configuration standard. */
export type Standard = {
  id: string; number: number; version: number; title: string; systemType: string; types: string[]; checks: string[]; controlCodes: string[];
  source: string; address: string; statement: string; logging: string; ends: boolean; reason: string; sha256: string; proposedBy: string; proposedAt: Date; decision: Decision | null;
};

/** How people cite a standard. */
export const standardReference = (number: number): string => `STD-${number}`;

const DAY_MS = 86_400_000;

/** The version that is in force at an instant: the newest that was approved by then; null where none was, or where that one ended the standard. */
export function inForceAt<Of extends Pick<Standard, "version" | "ends" | "decision">>(versions: readonly Of[], at: Date): Of | null {
  const approved = versions.filter(({ decision }) => decision?.decision === "approved" && decision.decidedAt <= at).sort((a, b) => b.version - a.version);
  const [newest] = approved;
  return newest === undefined || newest.ends ? null : newest;
}

/** When a version in force is to be looked at again. */
export const reviewDueAt = (decision: Pick<Decision, "decidedAt">): Date => new Date(decision.decidedAt.getTime() + STANDARD_LIMITS.reviewDays * DAY_MS);

/** How a standard stands: in force, to be looked at again, waiting, or ended. Pure. */
export function standardStatus(versions: readonly Pick<Standard, "version" | "ends" | "decision">[], now: Date): { status: Status; word: string } {
  const current = inForceAt(versions, now);
  const waits = versions.some(({ decision }) => decision === null);
  if (current?.decision != null) {
    if (now >= reviewDueAt(current.decision)) return { status: "stale", word: "Review overdue" };
    return { status: "pass", word: waits ? "In force, next proposed" : "In force" };
  }
  if (waits) return { status: "needs_review", word: "Proposed" };
  return versions.some(({ decision, ends }) => ends && decision?.decision === "approved") ? { status: "not_applicable", word: "Ended" } : { status: "not_applicable", word: "Declined" };
}
