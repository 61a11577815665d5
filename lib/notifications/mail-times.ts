import { addDays, atHour, dayOf, hourOf } from "#lib/platform/zoned-time.ts";
import type { MailMode, WorkDigest } from "./kinds.ts";

/** When a person wants mail: hours of their own zone, 0 to 23. Equal hours are no quiet at all. */
export type MailRhythm = {
  timeZone: string;
  digestHour: number;
  /** First hour that is quiet, and first that is not. */
  quietFrom: number;
  quietUntil: number;
  quietWeekends: boolean;
};

/** What comes within this time goes out together. */
export const COLLECT_MS = 60_000;

/**
 * The first instant at which a mail of what happened at `since` may leave; null when none is wanted.
 *
 * @param always of a person's safety: neither preferences nor quiet hours hold it back
 */
export function mailDue(since: Date, mode: MailMode, rhythm: MailRhythm, always = false): Date | null {
  const collected = new Date(since.getTime() + COLLECT_MS);
  if (always) return collected;
  if (mode === "none") return null;
  return afterQuiet(mode === "at_once" ? collected : nextDigest(collected, rhythm), rhythm);
}

/**
 * When the next digest of what somebody owes is due, after an instant; null when none is wanted. A weekly one comes on
 * Mondays; a daily one leaves out quiet week-ends, so that Monday has one and not three.
 */
export function digestDue(after: Date, digest: WorkDigest, rhythm: MailRhythm): Date | null {
  if (digest === "none") return null;
  const today = dayOf(after, rhythm.timeZone);
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const day = addDays(today, ahead);
    if (digest === "weekly" ? weekdayOf(day) !== MONDAY : rhythm.quietWeekends && isWeekend(day)) continue;
    const due = afterQuiet(atHour(day, rhythm.digestHour, rhythm.timeZone), rhythm);
    if (due > after) return due;
  }
  throw new RangeError("a week has no day for a digest");
}

/** Whether no mail may leave at an instant. */
export function isQuiet(at: Date, rhythm: MailRhythm): boolean {
  const { timeZone, quietFrom, quietUntil, quietWeekends } = rhythm;
  if (quietWeekends && isWeekend(dayOf(at, timeZone))) return true;
  const hour = hourOf(at, timeZone);
  return quietFrom <= quietUntil ? hour >= quietFrom && hour < quietUntil : hour >= quietFrom || hour < quietUntil;
}

function nextDigest(at: Date, { timeZone, digestHour }: MailRhythm): Date {
  const today = dayOf(at, timeZone);
  const digest = atHour(today, digestHour, timeZone);
  return digest >= at ? digest : atHour(addDays(today, 1), digestHour, timeZone);
}

/** The instant itself, or the end of the quiet that it lies in. Quiet ends on full hours, and a week has some that are not. */
function afterQuiet(at: Date, rhythm: MailRhythm): Date {
  if (!isQuiet(at, rhythm)) return at;
  const today = dayOf(at, rhythm.timeZone);
  for (let hour = 0; hour < 24 * 4; hour += 1) {
    const next = atHour(addDays(today, Math.floor(hour / 24)), hour % 24, rhythm.timeZone);
    if (next > at && !isQuiet(next, rhythm)) return next;
  }
  throw new RangeError("the quiet hours never end");
}

const MONDAY = 1;
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

function isWeekend(day: string): boolean {
  return [0, 6].includes(weekdayOf(day));
}
