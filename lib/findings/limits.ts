/** Limits of findings, in one place, each with its reason. */
export const FINDING_LIMITS = {
  title: 200,
  /** Pages of text belong into a file that is linked. */
  text: 8_000,
  reason: 4_000,
  /** A gap in more controls than this is one of a policy. */
  controls: 50,
  requirements: 50,
  steps: 50,
  evidence: 100,
  tickets: 20,
  /** Nobody accepts a risk for longer than it is looked at anew. */
  acceptanceDays: 365,
  /** A date further away is none. */
  dueDays: 730,
  /** Causes that one transaction writes: each is about eight rows. */
  causesAtOnce: 25,
  /** Findings that one person is shown as work; the list holds the rest. */
  owed: 200,
  /** Rows of a list whose findings are counted at once: the longest page of the matrix; and controls behind one of them. */
  subjects: 200,
  subjectControls: 1_000,
} as const;

/** Days before an accepted risk ends at which people are told. */
export const ACCEPTANCE_NOTICE_DAYS = [14, 3, 0] as const;

/** The same finding, raised by the same person a second time within this, is a form that was sent twice. */
export const SENT_TWICE_MS = 60_000;
