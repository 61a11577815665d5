import { AppError } from "./errors.ts";
import { dayOf, periodInstants } from "./zoned-time.ts";

/**
 * How the past is read. Two clocks that are never mixed: `effectiveAt` asks what held then, `knownAt` asks by what had been
 * recorded then. Both are included. Every read of a past day goes by the rules of this file:
 *
 * - A version that says from when it holds (of a control, a mapping, an evidence request, a setting) counts when it was
 *   recorded by `knownAt` and holds by `effectiveAt`; of several the one that holds since last, then the one recorded last.
 * - What takes effect by being recorded (who owns something, which editions are adopted, a file of an own framework) counts
 *   when it was recorded by {@link heldSince}: knowing it later does not make it have held earlier.
 * - Evidence and performances count when what they prove lies by `effectiveAt`, and they were recorded by `knownAt`; a
 *   judgement of them counts when it was recorded by `knownAt`, since it says what they were worth all along.
 * - A status, and whether something is overdue, is judged at `effectiveAt`.
 * - What is planned counts as it was planned then: see {@link isToldOf}.
 * - The present holds all that is committed, also what bears a time that this machine's clock has not reached, because it was
 *   set back since: what took effect by then does so still, and nobody has to wait until the clock is there again. As of an
 *   instant, the present one named outright included, it counts no earlier than its time says.
 */
export type AsOf = { effectiveAt: Date; knownAt: Date; /** The present: `effectiveAt` is now, and whatever is recorded counts. */ present?: true };

/** Later than any time that a clock says: known is whatever is recorded. */
export const ALL_RECORDED = new Date("9999-12-31T23:59:59.999Z");

/** By what a past day is looked at: by what had been recorded by its end, or by all that is recorded now. */
export const KNOWLEDGE = ["then", "now"] as const;
export type Knowledge = (typeof KNOWLEDGE)[number];

/** The present, by all that is recorded. */
export function asOfNow(now: Date): AsOf {
  return { effectiveAt: now, knownAt: ALL_RECORDED, present: true };
}

/** An instant by what had been recorded at it: for what must come out the same whenever it is made, like a packet. */
export function asOfInstant(at: Date): AsOf {
  return { effectiveAt: at, knownAt: at };
}

/** Whether anything but the present is asked for. */
export function isPast({ effectiveAt, knownAt, present }: AsOf, now: Date): boolean {
  return present !== true && (effectiveAt < now || knownAt < now);
}

/** Until when something must have been recorded that takes effect by being recorded. */
export function heldSince({ effectiveAt, knownAt, present }: AsOf): Date {
  if (present === true) return ALL_RECORDED;
  return effectiveAt < knownAt ? effectiveAt : knownAt;
}

/** Until when the time that something proves must lie for it to count: the instant looked at, or at present any. */
export function provenUntil({ effectiveAt, present }: AsOf): Date {
  return present === true ? ALL_RECORDED : effectiveAt;
}

/** Whether a version holds: in effect and recorded by the instants, or, at present, in effect since it was recorded. */
export function isHeld({ effectiveAt, knownAt, present }: AsOf, row: { effectiveFrom: Date; recordedAt: Date }): boolean {
  return row.recordedAt <= knownAt && (row.effectiveFrom <= effectiveAt || (present === true && row.effectiveFrom <= row.recordedAt));
}

/**
 * Whether something belongs to what is told of a day, also where it takes effect later: recorded by `knownAt`, and either
 * recorded or in effect by `effectiveAt`. What was both planned and recorded after the day is no part of it.
 */
export function isToldOf({ effectiveAt, knownAt, present }: AsOf, row: { effectiveFrom: Date; recordedAt: Date }): boolean {
  if (present === true) return true;
  return row.recordedAt <= knownAt && (row.recordedAt <= effectiveAt || row.effectiveFrom <= effectiveAt);
}

/**
 * From when a version holds that follows another: from the time given, but where the clock was set back since that one was
 * recorded, right after it: it waits for that time as one that is planned does, and counts from then on as the later one.
 */
export function effectiveAfter(last: { effectiveFrom: Date; recordedAt: Date } | undefined, from: Date, now: Date): Date {
  return last === undefined || last.recordedAt <= now || last.effectiveFrom < from ? from : new Date(last.effectiveFrom.getTime() + 1);
}

/** Who reads: an auditor looks back no further than the engagement does. */
type Reader = { engagement: { from: Date } | null };

/**
 * The instants that a read is asked for: the present unless given; what is known follows the day when only that is given, so
 * that nothing learnt later is told. {@link ALL_RECORDED} asks by all that is recorded.
 *
 * @throws AppError validation when one lies in the future, or before an auditor's engagement
 */
export function askedInstants({ asOf, knownAt }: { asOf?: Date | undefined; knownAt?: Date | undefined }, { engagement }: Reader, now: Date): AsOf {
  if (asOf === undefined && (knownAt === undefined || isAllRecorded(knownAt))) return asOfNow(now);
  const asked = { effectiveAt: asOf ?? now, knownAt: knownAt ?? asOf ?? now };
  if (asked.effectiveAt > now || (asked.knownAt > now && !isAllRecorded(asked.knownAt))) throw new AppError("validation", "as_of_future", "Choose a date that is not in the future: nothing is known of it.");
  if (engagement !== null && isPast(asked, now) && asked.effectiveAt < engagement.from) throw new AppError("validation", "as_of_before_engagement", "Choose a day of the engagement's period or a later one.");
  return asked;
}

/**
 * The same for a day, at its very end, so that everything that happened on it counts. Today means now.
 *
 * @throws AppError validation for a day in the future, or before an auditor's engagement
 */
export function askedDay({ asOfDay, known = "then" }: { asOfDay?: string | undefined; known?: Knowledge | undefined }, timeZone: string, reader: Reader, now: Date): AsOf {
  if (asOfDay === undefined || asOfDay === dayOf(now, timeZone)) return asOfNow(now);
  const asOf = endOfDay(asOfDay, timeZone);
  return askedInstants({ asOf, knownAt: known === "now" ? ALL_RECORDED : asOf }, reader, now);
}

function isAllRecorded(at: Date): boolean {
  return at.getTime() === ALL_RECORDED.getTime();
}

/** The last instant of a day. */
export function endOfDay(day: string, timeZone: string): Date {
  return new Date(periodInstants({ firstDay: day, lastDay: day, timeZone }).until.getTime() - 1);
}
