/** Where an evidence stands with its reviewers: the decision of its newest review, if it has any. */
export const REVIEW_STATES = ["awaiting", "accepted", "rejected"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** A stored state. @throws Error when the column holds anything else, which its constraint forbids */
export function reviewStateOf(stored: string): ReviewState {
  const state = REVIEW_STATES.find((one) => one === stored);
  if (state === undefined) throw new Error(`no state of review: ${stored}`);
  return state;
}
