import type { Status } from "#lib/status/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { FINDING_STATUS_WORDS, OWED_STATUSES, type FindingStatus } from "./words.ts";

/** What the judgement needs to know of a finding; days are of the organization's zone. */
export type StandingFacts = { status: FindingStatus; dueOn: string; acceptedUntil: string | null };

/** Where a finding stands by the calendar, as one of the product's statuses with its own words. */
export type FindingStanding = { status: Status; word: string; late: boolean };

const SIGNS: Readonly<Record<FindingStatus, Status>> = {
  open: "needs_review", in_remediation: "partial", remediated: "needs_review", closed: "pass", risk_accepted: "risk_accepted", withdrawn: "not_applicable",
};

/**
 * Pure; as days pass it only gets worse. An accepted risk whose last day is over counts as open, whether or not the day's
 * work has opened it already.
 *
 * @param dueSoonDays the organization's setting `due_soon_days`
 */
export function findingStanding(facts: StandingFacts, today: string, dueSoonDays: number): FindingStanding {
  const { status, dueOn, acceptedUntil } = facts;
  if (status === "risk_accepted" && acceptedUntil !== null && acceptedUntil < today) return { status: "fail", word: "Acceptance ended", late: true };
  const word = FINDING_STATUS_WORDS[status];
  if (!isOwed(status)) return { status: SIGNS[status], word, late: false };
  if (dueOn < today) return { status: "fail", word: `${word}, late`, late: true };
  if (dueOn <= addDays(today, dueSoonDays)) return { status: "due_soon", word: `${word}, due soon`, late: false };
  return { status: SIGNS[status], word, late: false };
}

function isOwed(status: FindingStatus): boolean {
  return (OWED_STATUSES as readonly FindingStatus[]).includes(status);
}
