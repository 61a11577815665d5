import { freshUntil, goodAt, type RequestFacts } from "./freshness.ts";
import { rejectionGap } from "./request-gap.ts";

/** The part of an evidence that facts are made of. */
export type JudgedEvidence = { id: string; number: number; collectedAt: Date; effectiveUntil: Date };

// Each step changes facts in the transaction of its act. What they lead to must equal a replay from the rows
// (requestFactsAt); a database test compares them after random sequences of acts.

/** An answer came in and waits for a person. */
export function afterSubmission(facts: RequestFacts): RequestFacts {
  return { ...facts, awaitingReview: facts.awaitingReview + 1 };
}

/** An answer was accepted. It clears the rejections that it is newer than. */
export function afterAcceptance(facts: RequestFacts, evidence: JudgedEvidence, freshnessDays: number, wasAwaiting: boolean): RequestFacts {
  const good = goodAt(evidence);
  const lastGoodAt = facts.lastGoodAt !== null && facts.lastGoodAt > good ? facts.lastGoodAt : good;
  return {
    lastGoodAt,
    freshUntil: freshUntil(lastGoodAt, freshnessDays),
    gaps: facts.gaps.filter((gap) => gap.evidenceId === null || (gap.evidenceId !== evidence.id && gap.since > lastGoodAt)),
    awaitingReview: facts.awaitingReview - (wasAwaiting ? 1 : 0),
  };
}

/** An answer that waited was rejected. It leaves a gap when it speaks for a later time than everything judged before. */
export function afterRejection(facts: RequestFacts, evidence: JudgedEvidence): RequestFacts {
  const since = goodAt(evidence);
  const known = facts.gaps.find((gap) => gap.evidenceId !== null);
  const older = known !== undefined && (known.since > since || (known.since.getTime() === since.getTime() && (known.evidenceId ?? "") > evidence.id));
  const outdated = facts.lastGoodAt !== null && since <= facts.lastGoodAt;
  const gaps = older || outdated ? facts.gaps : [...facts.gaps.filter((gap) => gap.evidenceId === null), rejectionGap(evidence, since)];
  return { ...facts, gaps, awaitingReview: facts.awaitingReview - 1 };
}
