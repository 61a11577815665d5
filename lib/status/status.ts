/** What a status says to the eye. `fault` means: nobody could look. Only `positive` is green. */
export type Tone = "positive" | "caution" | "critical" | "info" | "fault" | "inert";

/** Shapes of the status signs. Filled: settled. Ring: open. Dashed ring: we could not look. */
export type StatusGlyph =
  | "pass"
  | "fail"
  | "soon"
  | "stale"
  | "partial"
  | "review"
  | "error"
  | "denied"
  | "disabled"
  | "never"
  | "unknown"
  | "na"
  | "risk"
  | "none";

export type StatusFacts = {
  /** The word that stands beside the sign, in sentence case. */
  word: string;
  tone: Tone;
  glyph: StatusGlyph;
  /** Whether something was proven. Unknown, late and accepted risk are never good. */
  isGood: boolean;
  /** Place in lists, worst first: what needs a person comes before what does not. */
  order: number;
};

/**
 * The one status vocabulary of the product: checks, evidence requests, connections, packets and screens use it,
 * and nothing else. A screen may specialise the word ("Closed 2 Nov" for `pass`), never the sign or the hue.
 */
export const STATUSES = {
  fail: { word: "Fail", tone: "critical", glyph: "fail", isGood: false, order: 1 },
  rejected: { word: "Rejected", tone: "critical", glyph: "fail", isGood: false, order: 2 },
  could_not_run: { word: "Could not run", tone: "fault", glyph: "error", isGood: false, order: 3 },
  denied: { word: "Denied", tone: "fault", glyph: "denied", isGood: false, order: 4 },
  disabled: { word: "Disabled", tone: "fault", glyph: "disabled", isGood: false, order: 5 },
  stale: { word: "Stale", tone: "caution", glyph: "stale", isGood: false, order: 6 },
  partial: { word: "Partial", tone: "caution", glyph: "partial", isGood: false, order: 7 },
  never_collected: { word: "Never collected", tone: "inert", glyph: "never", isGood: false, order: 8 },
  not_yet_known: { word: "Not yet known", tone: "inert", glyph: "unknown", isGood: false, order: 9 },
  needs_review: { word: "Needs review", tone: "info", glyph: "review", isGood: false, order: 10 },
  due_soon: { word: "Due soon", tone: "caution", glyph: "soon", isGood: false, order: 11 },
  risk_accepted: { word: "Risk accepted", tone: "inert", glyph: "risk", isGood: false, order: 12 },
  not_tested_no_occurrence: { word: "Did not operate", tone: "inert", glyph: "none", isGood: false, order: 13 },
  not_applicable: { word: "Not applicable", tone: "inert", glyph: "na", isGood: false, order: 14 },
  accepted: { word: "Accepted", tone: "positive", glyph: "pass", isGood: true, order: 15 },
  met: { word: "Met", tone: "positive", glyph: "pass", isGood: true, order: 16 },
  pass: { word: "Pass", tone: "positive", glyph: "pass", isGood: true, order: 17 },
} as const satisfies Record<string, StatusFacts>;

export type Status = keyof typeof STATUSES;

/** Every status, worst first. */
export const STATUS_NAMES: readonly Status[] = (Object.keys(STATUSES) as Status[]).sort(
  (a, b) => STATUSES[a].order - STATUSES[b].order,
);

/** Whether a text, from a database row or an address, names a status. */
export function isStatus(text: string): text is Status {
  return Object.hasOwn(STATUSES, text);
}

/** The facts of a status. */
export function statusFacts(status: Status): StatusFacts {
  return STATUSES[status];
}

/** The worst of several statuses. Of none at all, nothing is known. */
export function worstStatus(statuses: Iterable<Status>): Status {
  let worst: Status | undefined;
  for (const status of statuses) {
    if (worst === undefined || STATUSES[status].order < STATUSES[worst].order) worst = status;
  }
  return worst ?? "not_yet_known";
}
