import type { Status } from "#lib/status/client.ts";

/** Causes that a fact of an evidence request can name, gravest first; words of the one status vocabulary. */
export const GAP_CAUSES = ["fail", "rejected", "could_not_run", "denied", "disabled", "partial"] as const satisfies readonly Status[];
export type GapCause = (typeof GAP_CAUSES)[number];

/**
 * A known reason why a request is not proven. `evidenceId` names the answer that a reviewer rejected; such a gap
 * weighs only while nothing fresh proves the request, because a bad new answer does not undo a good older one.
 */
export type RequestGap = { cause: GapCause; since: Date; what: string; evidenceId: string | null };

/** What is kept of an evidence request when something happens; its status is computed from this and the clock. */
export type RequestFacts = {
  /** Newest instant that accepted evidence speaks for: the end of the time it covers, at most when it was collected. */
  lastGoodAt: Date | null;
  /** `lastGoodAt` and the request's freshness period; null together with it. */
  freshUntil: Date | null;
  gaps: readonly RequestGap[];
  /** Answers that nobody has judged yet. */
  awaitingReview: number;
};

/** A status, why, and by when the next proof is due (null: now). */
export type RequestStatus = { status: GapCause | "met" | "due_soon" | "stale" | "needs_review" | "never_collected"; because: string; dueAt: Date | null };

const DAY_MS = 86_400_000;

/**
 * How long before it goes stale a request is "due soon": the organization's setting, but at most a quarter of the
 * freshness period, or whatever is due daily would never be anything else.
 */
function dueSoonWindowMs(dueSoonDays: number, freshnessMs: number): number {
  return Math.min(dueSoonDays * DAY_MS, freshnessMs / 4);
}

/**
 * Status of one evidence request at an instant. Pure; without new facts it only gets worse as time passes, and it is
 * proven (`met`, `due_soon`) only while accepted evidence is fresh.
 *
 * @param dueSoonDays the organization's setting `due_soon_days`
 */
export function requestStatus(facts: RequestFacts, dueSoonDays: number, now: Date): RequestStatus {
  const fresh = facts.freshUntil !== null && now < facts.freshUntil;
  const gap = facts.gaps.length === 0 ? null : gravestGap(facts.gaps.filter((one) => one.evidenceId === null || !fresh));
  if (gap !== null) return { status: gap.cause, because: sentence(gap.what, awaiting(facts)), dueAt: null };
  if (facts.lastGoodAt === null || facts.freshUntil === null) {
    return facts.awaitingReview > 0
      ? { status: "needs_review", because: sentence(awaiting(facts)), dueAt: null }
      : { status: "never_collected", because: "Nothing has been collected.", dueAt: null };
  }
  if (!fresh) return { status: "stale", because: sentence("The newest proof is too old", awaiting(facts)), dueAt: null };
  const window = dueSoonWindowMs(dueSoonDays, facts.freshUntil.getTime() - facts.lastGoodAt.getTime());
  const soon = facts.freshUntil.getTime() - now.getTime() <= window;
  return { status: soon ? "due_soon" : "met", because: sentence(awaiting(facts)), dueAt: facts.freshUntil };
}

/** When facts stay as they are, the instant at which a good request goes stale. */
export function freshUntil(lastGoodAt: Date, freshnessDays: number): Date {
  return new Date(lastGoodAt.getTime() + freshnessDays * DAY_MS);
}

/** The instant that an evidence proves its request up to: nothing can speak for a time after it was collected. */
export function goodAt(evidence: { collectedAt: Date; effectiveUntil: Date }): Date {
  return evidence.effectiveUntil < evidence.collectedAt ? evidence.effectiveUntil : evidence.collectedAt;
}

function gravestGap(gaps: readonly RequestGap[]): RequestGap | null {
  for (const cause of GAP_CAUSES) {
    const found = gaps.find((gap) => gap.cause === cause);
    if (found !== undefined) return found;
  }
  return null;
}

function awaiting(facts: RequestFacts): string {
  if (facts.awaitingReview === 0) return "";
  return facts.awaitingReview === 1 ? "1 answer awaits review" : `${facts.awaitingReview} answers await review`;
}

function sentence(...parts: string[]): string {
  const said = parts.filter((part) => part !== "");
  return said.length === 0 ? "" : `${said.join("; ")}.`;
}
