import type { LocalDay } from "#lib/evidence/client.ts";
import { MAX_LOOKS, MAX_POINTS, MIN_POINTS } from "./limits.ts";

/** How the requests of a framework stood at the end of a day. */
export type BurnDay = {
  day: string;
  /** Fresh accepted evidence proved it. */
  proven: number;
  /** Something proved it before, and no longer does. */
  lapsed: number;
  /** Nothing was ever accepted for it: neither good nor bad is known. */
  unknown: number;
  total: number;
  /** `ahead`: what today's proof leads to when nothing more is collected; arithmetic, and no forecast. */
  when: "past" | "today" | "ahead";
};

/** A point of the chart: a day, and the instant at which it is looked at. */
export type BurnPoint = { day: string; at: Date; when: BurnDay["when"] };

/**
 * The days that are looked at: all of them, or every second, third, ... so that no more than a bounded number of looks is
 * needed; always the first, today and the last. A day is looked at at its end, today at this moment.
 */
export function burnPoints(days: readonly LocalDay[], requests: number, now: Date): BurnPoint[] {
  const most = Math.min(MAX_POINTS, Math.max(MIN_POINTS, Math.floor(MAX_LOOKS / Math.max(1, requests))));
  const step = Math.ceil(days.length / most);
  const today = days.findIndex((day) => day.from <= now && now < day.to);
  const shown = days.filter((_, index) => index % step === 0 || index === today || index === days.length - 1);
  return shown.map(({ date, from, to }) => (from <= now && now < to ? { day: date, at: now, when: "today" } : { day: date, at: to, when: to <= now ? "past" : "ahead" }));
}

/** Where today's proof leads: of each request until when it is fresh, null where nothing proves it and whether anything did. */
export function aheadOf(point: BurnPoint, requests: readonly { lastGoodAt: Date | null; freshUntil: Date | null }[]): BurnDay {
  const proven = requests.filter((one) => one.freshUntil !== null && one.freshUntil > point.at).length;
  const unknown = requests.filter((one) => one.lastGoodAt === null).length;
  return { day: point.day, proven, unknown, lapsed: requests.length - proven - unknown, total: requests.length, when: point.when };
}
