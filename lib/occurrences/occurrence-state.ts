import type { Status } from "#lib/status/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { FREQUENCY_FACTS } from "./frequencies.ts";
import type { OccurrenceWindow } from "./windows.ts";

/** Where an occurrence stands, in the order of its life. `performed`: said to be done, and not reviewed by another yet. */
export const OCCURRENCE_STATES = ["upcoming", "due", "overdue", "missed", "performed", "on_time", "late"] as const;
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number];

/** Each state as one of the product's statuses, by whose sign and hue it is shown, with its own words. */
export const OCCURRENCE_WORDS: Readonly<Record<OccurrenceState, { status: Status; word: string }>> = {
  upcoming: { status: "not_yet_known", word: "Upcoming" },
  due: { status: "due_soon", word: "Due" },
  overdue: { status: "stale", word: "Overdue" },
  missed: { status: "fail", word: "Missed" },
  performed: { status: "needs_review", word: "Not reviewed yet" },
  on_time: { status: "pass", word: "Performed on time" },
  late: { status: "partial", word: "Performed late" },
};

/** States in which somebody has yet to perform. */
export const OWED_STATES: readonly OccurrenceState[] = ["due", "overdue", "missed"];

export const REVIEW_DECISIONS = ["accepted", "returned"] as const;
export type OccurrenceDecision = (typeof REVIEW_DECISIONS)[number];

/** What the judgement needs to know of a performance. Reviews in the order in which they were made. */
export type JudgedPerformance = { performedOn: string; recordedAt: Date; reviews: readonly { decision: OccurrenceDecision; recordedAt: Date }[] };

export type OccurrenceJudgement<Performance extends JudgedPerformance> = {
  state: OccurrenceState;
  /** The performance that counts; null when there is none, or all were returned. */
  standing: Performance | null;
  /** Done after the window's last day, or written down only when the grace had passed. */
  isLate: boolean;
  /** That it counted as missed before it was written down, or does now. */
  countedAsMissed: boolean;
};

/** The last day on which a performance is late and not missed. */
export function lastDayOfGrace({ frequency, lastDay }: OccurrenceWindow): string {
  return addDays(lastDay, FREQUENCY_FACTS[frequency].graceDays);
}

/** Whether a performance counts at an instant: recorded by what is known, and not of a later day. */
export function countsAt({ performedOn, recordedAt }: Pick<JudgedPerformance, "performedOn" | "recordedAt">, asOf: AsOf, timeZone: string): boolean {
  return recordedAt <= asOf.knownAt && (asOf.present === true || performedOn <= dayOf(asOf.effectiveAt, timeZone));
}

/**
 * Where an occurrence stood at an instant. A returned performance counts as none, and so does one of a later day. What was
 * written down only after the grace cannot be shown to have been done in time, whatever day it names.
 *
 * @param performances of this window, oldest first
 */
export function judgeOccurrence<Performance extends JudgedPerformance>(window: OccurrenceWindow, performances: readonly Performance[], asOf: AsOf, timeZone: string): OccurrenceJudgement<Performance> {
  const grace = lastDayOfGrace(window);
  const { knownAt } = asOf;
  const day = dayOf(asOf.effectiveAt, timeZone);
  const standing = performances.findLast((one) => countsAt(one, asOf, timeZone) && decisionAt(one, knownAt) !== "returned") ?? null;
  if (standing === null) {
    const state = stateWithout(window, grace, day);
    return { state, standing, isLate: false, countedAsMissed: state === "missed" };
  }
  const countedAsMissed = dayOf(standing.recordedAt, timeZone) > grace;
  const isLate = countedAsMissed || standing.performedOn > window.lastDay;
  const state = decisionAt(standing, knownAt) === "accepted" ? (isLate ? "late" : "on_time") : "performed";
  return { state, standing, isLate, countedAsMissed };
}

/** The decision that held at an instant; undefined while nobody had judged. */
function decisionAt({ reviews }: JudgedPerformance, at: Date): OccurrenceDecision | undefined {
  return reviews.findLast((one) => one.recordedAt <= at)?.decision;
}

function stateWithout({ firstDay, lastDay }: OccurrenceWindow, grace: string, today: string): OccurrenceState {
  if (today < firstDay) return "upcoming";
  if (today <= lastDay) return "due";
  return today <= grace ? "overdue" : "missed";
}
