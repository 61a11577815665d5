/** Where an evidence stands with its reviewers: the decision of its newest review, if it has any. */
export const REVIEW_STATES = ["awaiting", "accepted", "rejected"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];
