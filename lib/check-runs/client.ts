import type { Status } from "#lib/status/client.ts";

/** How a thing stands by a check: what the check made of it, and whether the risk of a failure is accepted. */
export const STANDS = ["fail", "error", "excepted", "pass", "not_applicable"] as const;
export type Stands = (typeof STANDS)[number];

export const STANDS_STATUS: Readonly<Record<Stands, { status: Status; word: string }>> = {
  fail: { status: "fail", word: "Fails" },
  error: { status: "could_not_run", word: "Could not run" },
  excepted: { status: "risk_accepted", word: "Risk accepted" },
  pass: { status: "pass", word: "Passes" },
  not_applicable: { status: "not_applicable", word: "Not applicable" },
};

export const isStands = (word: string): word is Stands => (STANDS as readonly string[]).includes(word);

export type Counts = Readonly<Record<Stands, number>>;
export const NO_COUNTS: Counts = { fail: 0, error: 0, excepted: 0, pass: 0, not_applicable: 0 };

/**
 * How a check stands: pure. Green only while everything that it met passes, and what that rests on is fresh.
 *
 * @param freshUntil until when what the last run rests on is fresh; null where nothing was collected
 */
export function checkStanding(counts: Counts, run: { freshUntil: Date | null } | null, now: Date): { status: Status; word: string } {
  if (run === null) return { status: "never_collected", word: "Never run" };
  if (counts.fail > 0) return STANDS_STATUS.fail;
  if (counts.error > 0) return STANDS_STATUS.error;
  if (run.freshUntil === null || now >= run.freshUntil) return { status: "stale", word: "Stale" };
  if (counts.excepted > 0) return STANDS_STATUS.excepted;
  return counts.pass > 0 ? STANDS_STATUS.pass : STANDS_STATUS.not_applicable;
}

export type AcceptanceState = "proposed" | "approved" | "over" | "declined" | "withdrawn" | "ended";
export const ACCEPTANCE_STATUS: Readonly<Record<AcceptanceState, { status: Status; word: string }>> = {
  proposed: { status: "needs_review", word: "Proposed" },
  approved: { status: "risk_accepted", word: "Risk accepted" },
  over: { status: "not_applicable", word: "Over" },
  declined: { status: "not_applicable", word: "Declined" },
  withdrawn: { status: "not_applicable", word: "Withdrawn" },
  ended: { status: "not_applicable", word: "Ended early" },
};

export { CHECK_LIMITS } from "./limits.ts";
