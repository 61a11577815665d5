/** Where an evidence stands with its reviewers: the decision of its newest review, if it has any. */
export const REVIEW_STATES = ["awaiting", "accepted", "rejected"] as const;
/** Who is named as reviewer of what a rule accepted in the transaction of its submission. The index of later reviews leaves these out. */
export const ACCEPTED_AT_SUBMISSION = "rule:finished-record";

export type ReviewState = (typeof REVIEW_STATES)[number];
