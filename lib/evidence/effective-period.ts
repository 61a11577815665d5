import { AppError } from "#lib/platform/errors.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import type { SourceRecord } from "./sources.repository.ts";

/** What the submitter says of the time that an evidence speaks for: days, both included, or instants, half-open. Open ends are allowed. */
export type ClaimedPeriod = { firstDay: string; lastDay?: string | undefined } | { from: Date; until?: Date | undefined };

export type EffectivePeriod = { from: Date; until: Date };

type Frame = { collectedAt: Date; timeZone: string };

const DAY_MS = 86_400_000;

/**
 * The time that what a person sends speaks for. Without a claim it begins when it was collected; without an end it
 * holds until it is replaced, at most as long as the longest freshness among the requests that it answers.
 *
 * @throws AppError validation when it would end before it begins, or begins after it was collected
 */
export function statedPeriod(claim: ClaimedPeriod | undefined, frame: Frame, longestFreshnessDays: number): EffectivePeriod {
  const openEnd = new Date(frame.collectedAt.getTime() + longestFreshnessDays * DAY_MS);
  const stated = claim === undefined ? { from: frame.collectedAt, until: openEnd } : bounds(claim, frame.timeZone, openEnd);
  if (stated.from > frame.collectedAt) throw refused("firstDay", "The period begins after this was collected: it cannot speak for that time yet.");
  return ordered(stated);
}

/**
 * The time that a record of Tickmark speaks for: its own, unless a claim widens it to whole days. A claim that goes
 * beyond the days of the record, or beyond the instant of collection, is refused or cut: a record proves no other time.
 *
 * @returns the period, and whether it is the record's own
 * @throws AppError validation
 */
export function recordPeriod(record: Pick<SourceRecord, "from" | "until">, claim: ClaimedPeriod | undefined, frame: Frame): EffectivePeriod & { own: boolean } {
  const end = record.until === null || record.until > frame.collectedAt ? frame.collectedAt : record.until;
  if (claim === undefined) return { ...ordered({ from: record.from, until: end }), own: true };
  const stated = bounds(claim, frame.timeZone, end);
  const until = stated.until > frame.collectedAt ? frame.collectedAt : stated.until;
  const widest = wholeDays(record.from, end, frame.timeZone);
  if (stated.from < widest.from || until > widest.until) {
    throw refused("firstDay", `The record speaks for ${dayOf(record.from, frame.timeZone)} to ${dayOf(lastInstant(end), frame.timeZone)} only.`);
  }
  return { ...ordered({ from: stated.from, until }), own: false };
}

function bounds(claim: ClaimedPeriod, timeZone: string, openEnd: Date): EffectivePeriod {
  if ("from" in claim) return { from: claim.from, until: claim.until ?? openEnd };
  const { from } = periodInstants({ firstDay: claim.firstDay, lastDay: claim.firstDay, timeZone });
  if (claim.lastDay === undefined) return { from, until: openEnd };
  return { from, until: periodInstants({ firstDay: claim.firstDay, lastDay: claim.lastDay, timeZone }).until };
}

function wholeDays(from: Date, until: Date, timeZone: string): EffectivePeriod {
  return periodInstants({ firstDay: dayOf(from, timeZone), lastDay: dayOf(lastInstant(until), timeZone), timeZone });
}

function lastInstant(until: Date): Date {
  return new Date(until.getTime() - 1);
}

function ordered(period: EffectivePeriod): EffectivePeriod {
  if (period.until > period.from) return period;
  throw refused("lastDay", "The period ends before it begins.");
}

function refused(path: string, message: string): AppError {
  return new AppError("validation", "effective_period", "The period does not fit; nothing was submitted.", [{ path: `period.${path}`, message }]);
}
