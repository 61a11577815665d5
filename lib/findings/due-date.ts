import { addDays } from "#lib/platform/zoned-time.ts";
import type { Severity } from "#prisma/generated/enums.ts";

/** The days that the organization's policy gives, by severity. */
export type DueDays = Readonly<Record<Severity, number>>;

/** By when a finding must be remedied, and why: `dueDays` of the policy counted from `dueFrom`; null once a person moved it. */
export type DueDate = { dueOn: string; dueDays: number | null; dueFrom: string };

/** The last day in time of a finding that was raised, or opened again, on a day. */
export function dueDate(severity: Severity, policy: DueDays, day: string): DueDate {
  return { dueOn: addDays(day, policy[severity]), dueDays: policy[severity], dueFrom: day };
}

/**
 * The due date under another severity. Who learns today that it is worse gets the days of the worse severity from today,
 * but no later date than before. Who learns that it is less bad gets those of the lesser from the day on which it began, so
 * that judging it down buys no more time than raising it so would have.
 */
export function dueDateUnder(severity: Severity, before: DueDate, policy: DueDays, today: string): DueDate {
  const fromStart = dueDate(severity, policy, before.dueFrom);
  if (fromStart.dueOn >= before.dueOn) return fromStart;
  const fromToday = dueDate(severity, policy, today);
  return fromToday.dueOn < before.dueOn ? fromToday : before;
}
