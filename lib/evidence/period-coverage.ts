import { localDays, type LocalDay } from "./local-days.ts";

/** Why a stretch of a period is not proven; words of the one status vocabulary. */
export type CoverageCause =
  | "fail" | "stale" | "could_not_run" | "denied" | "disabled" | "partial" | "never_collected" | "not_yet_known";

/** Half-open: `from` belongs to it, `to` does not. */
export type Interval = { from: Date; to: Date };

/** A stretch known not to be proven, with its cause and what a reader should be told ("batch-worker-07 silent"). */
export type CoverageHole = Interval & { cause: CoverageCause; what: string };

/** Half-open instants; the zone decides where a day begins. */
export type CoveragePeriod = Interval & { timeZone: string };

/** What is known about one evidence request: when a source proves it, and when it is known that none does. */
export type CoverageRequest = { key: string; label: string; proven: readonly Interval[]; holes: readonly CoverageHole[] };

/**
 * `proven`: a source covers the whole day. `hole`: the day is over, or is known to be broken, and is not proven.
 * `running`: the day of the clock, judged when it ends. `future`: blank; nothing is claimed.
 */
export type DayCell =
  | { date: string; state: "proven" }
  | { date: string; state: "hole"; cause: CoverageCause; whats: string[] }
  | { date: string; state: "running" }
  | { date: string; state: "future" };

/** Equal neighbouring days joined. `index` is the position of the first day in the period. */
export type CoverageSpan = {
  index: number; days: number; firstDay: string; lastDay: string;
  state: DayCell["state"]; cause: CoverageCause | null; whats: string[];
};

export type CoverageLane = {
  key: string; label: string; cells: DayCell[]; spans: CoverageSpan[];
  /** Days proven, of the days that are over. */
  provenDays: number; endedDays: number;
};

export type NamedHole = {
  key: string; label: string; firstDay: string; lastDay: string; days: number; cause: CoverageCause; whats: string[];
};

export type PeriodCoverage = {
  timeZone: string; firstDay: string; lastDay: string; totalDays: number; asOf: Date;
  /** All requests together: a day is proven only when every request is. Without requests nothing is. */
  summary: CoverageLane;
  lanes: CoverageLane[];
  /** Of single requests, in order of day, then of request. */
  holes: NamedHole[];
};

/** When several causes fall on one day the gravest is named: a reader must not meet `stale` where something failed. */
const GRAVEST_FIRST: readonly CoverageCause[] =
  ["fail", "denied", "could_not_run", "disabled", "never_collected", "stale", "partial", "not_yet_known"];

/**
 * Says of every day of a period, for each evidence request, whether a source proves it. A named hole outranks a source
 * that claims the same time; a day that is over and touched by neither is `never_collected`, one covered in part is
 * `partial`. Days after `asOf` are blank, the day of `asOf` is `running` unless it is already broken.
 * @throws RangeError when the period is empty or its zone unknown
 */
export function periodCoverage(period: CoveragePeriod, requests: readonly CoverageRequest[], asOf: Date): PeriodCoverage {
  const days = localDays(period.from, period.to, period.timeZone);
  const lanes = requests.map((request) => {
    const proven = mergeIntervals(request.proven);
    return lane(request.key, request.label, days.map((day) => cellOf(day, proven, request.holes, asOf)), asOf, days);
  });
  const summaryCells = days.map((day, index) => summarise(day, lanes, index, asOf));
  const label = lanes.length === 1 ? "The one request" : `All ${lanes.length} requests`;
  return {
    timeZone: period.timeZone,
    firstDay: days[0]?.date ?? "", lastDay: days.at(-1)?.date ?? "", totalDays: days.length, asOf,
    summary: lane("all", lanes.length === 0 ? "No evidence request" : label, summaryCells, asOf, days),
    lanes,
    holes: lanes.flatMap(namedHoles).sort((a, b) => (a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : 0)),
  };
}

/** Joins overlapping and touching intervals; drops empty ones. Order of the result is by start. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((one) => one.from < one.to).sort((a, b) => a.from.getTime() - b.from.getTime());
  const merged: Interval[] = [];
  for (const one of sorted) {
    const last = merged.at(-1);
    if (last && one.from <= last.to) last.to = one.to > last.to ? one.to : last.to;
    else merged.push({ from: one.from, to: one.to });
  }
  return merged;
}

function cellOf(day: LocalDay, proven: readonly Interval[], holes: readonly CoverageHole[], asOf: Date): DayCell {
  if (day.from >= asOf) return { date: day.date, state: "future" };
  const ended = day.to <= asOf;
  const known = ended ? day.to : asOf;
  const broken = holes.filter((hole) => hole.from < known && hole.to > day.from && hole.from < hole.to);
  if (broken.length > 0) return { date: day.date, state: "hole", cause: gravest(broken), whats: unique(broken.map((hole) => hole.what)) };
  if (!ended) return { date: day.date, state: "running" };
  if (proven.some((one) => one.from <= day.from && one.to >= day.to)) return { date: day.date, state: "proven" };
  const touched = proven.some((one) => one.from < day.to && one.to > day.from);
  return touched
    ? { date: day.date, state: "hole", cause: "partial", whats: ["a source covers part of the day"] }
    : { date: day.date, state: "hole", cause: "never_collected", whats: ["no source covers the day"] };
}

function summarise(day: LocalDay, lanes: readonly CoverageLane[], index: number, asOf: Date): DayCell {
  if (day.from >= asOf) return { date: day.date, state: "future" };
  const cells = lanes.map((one) => one.cells[index]).filter((cell) => cell !== undefined);
  const holes = cells.flatMap((cell) => (cell.state === "hole" ? [cell] : []));
  if (holes.length > 0) return { date: day.date, state: "hole", cause: gravest(holes), whats: unique(holes.flatMap((cell) => cell.whats)) };
  if (day.to > asOf) return { date: day.date, state: "running" };
  if (cells.length === 0) return { date: day.date, state: "hole", cause: "not_yet_known", whats: ["no evidence request is defined"] };
  return { date: day.date, state: "proven" };
}

function lane(key: string, label: string, cells: DayCell[], asOf: Date, days: readonly LocalDay[]): CoverageLane {
  return {
    key, label, cells, spans: spansOf(cells),
    provenDays: cells.filter((cell) => cell.state === "proven").length,
    endedDays: days.filter((day) => day.to <= asOf).length,
  };
}

function spansOf(cells: readonly DayCell[]): CoverageSpan[] {
  const spans: CoverageSpan[] = [];
  cells.forEach((cell, index) => {
    const cause = cell.state === "hole" ? cell.cause : null;
    const whats = cell.state === "hole" ? cell.whats : [];
    const last = spans.at(-1);
    if (last && last.state === cell.state && last.cause === cause && last.whats.join("\n") === whats.join("\n")) {
      last.days += 1;
      last.lastDay = cell.date;
    } else {
      spans.push({ index, days: 1, firstDay: cell.date, lastDay: cell.date, state: cell.state, cause, whats });
    }
  });
  return spans;
}

function namedHoles(one: CoverageLane): NamedHole[] {
  return one.spans.flatMap((span) =>
    span.state === "hole" && span.cause !== null
      ? [{ key: one.key, label: one.label, firstDay: span.firstDay, lastDay: span.lastDay, days: span.days, cause: span.cause, whats: span.whats }]
      : []);
}

function gravest(broken: readonly { cause: CoverageCause }[]): CoverageCause {
  return GRAVEST_FIRST.find((cause) => broken.some((one) => one.cause === cause)) ?? "not_yet_known";
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
