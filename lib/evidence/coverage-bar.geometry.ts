import type { CoverageCause, CoverageLane, DayCell, PeriodCoverage } from "./period-coverage.ts";

/** One drawn stretch of a lane; `x` and `width` are fractions of the bar. Blank (future) stretches are not drawn. */
export type CoverageRect = {
  x: number; width: number; state: Exclude<DayCell["state"], "future">; cause: CoverageCause | null;
  firstDay: string; lastDay: string;
  /** What a tooltip or a screen reader says of it. */
  title: string;
};

/** `anchor` says which end of the label stands at `x`, so that the outermost labels stay inside the bar. */
export type CoverageTick = { x: number; label: string; anchor: "start" | "middle" | "end" };

export type CoverageBarLane = { key: string; label: string; rects: CoverageRect[]; count: string };

export type CoverageBar = {
  ticks: CoverageTick[];
  summary: CoverageBarLane;
  lanes: CoverageBarLane[];
  /** Where the clock stands when it is inside the period, else null. */
  nowX: number | null;
  /** The whole bar in words: the text alternative of the figure. */
  alternative: string;
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-10-01` as `1 Oct`. */
export function shortDay(date: string): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ""}`;
}

/** Two days as `1 – 15 Nov`, `1 Oct – 15 Nov` or, when equal, `9 Oct`. */
export function shortDayRange(first: string, last: string): string {
  if (first === last) return shortDay(first);
  return first.slice(0, 7) === last.slice(0, 7) ? `${Number(first.slice(8, 10))} – ${shortDay(last)}` : `${shortDay(first)} – ${shortDay(last)}`;
}

/**
 * Where everything of a coverage bar stands, for JSX on screen and pdfkit on paper alike. Pure; each day is as wide as
 * any other, whatever its hours. `tickGap` is the least distance between two tick labels, as a fraction of the bar.
 */
export function coverageBar(coverage: PeriodCoverage, tickGap = 0.11): CoverageBar {
  const elapsed = coverage.summary.cells.findIndex((cell) => cell.state === "future" || cell.state === "running");
  const last = coverage.summary.cells.at(-1);
  const over = last === undefined || (elapsed === -1 && coverage.summary.endedDays === coverage.totalDays);
  return {
    ticks: ticksOf(coverage, tickGap),
    summary: barLane(coverage.summary, coverage.totalDays, true),
    lanes: coverage.lanes.map((lane) => barLane(lane, coverage.totalDays, false)),
    nowX: over || coverage.totalDays === 0 ? null : coverage.summary.endedDays / coverage.totalDays,
    alternative: alternativeOf(coverage),
  };
}

function barLane(lane: CoverageLane, totalDays: number, spelledOut: boolean): CoverageBarLane {
  const rects = lane.spans.flatMap((span): CoverageRect[] => {
    if (span.state === "future") return [];
    return [{
      x: span.index / totalDays, width: span.days / totalDays, state: span.state, cause: span.cause,
      firstDay: span.firstDay, lastDay: span.lastDay,
      title: `${shortDayRange(span.firstDay, span.lastDay)}: ${wordsOf(span.state, span.cause, span.whats)}`,
    }];
  });
  const count = spelledOut ? `${lane.provenDays} of ${lane.endedDays} days` : `${lane.provenDays}`;
  return { key: lane.key, label: lane.label, rects, count };
}

function wordsOf(state: DayCell["state"], cause: CoverageCause | null, whats: readonly string[]): string {
  if (state === "proven") return "proven by a source";
  if (state === "running") return "this day is not over";
  return [(cause ?? "not_yet_known").replaceAll("_", " "), ...whats].join(", ");
}

function ticksOf(coverage: PeriodCoverage, gap: number): CoverageTick[] {
  const { totalDays, summary } = coverage;
  if (totalDays === 0) return [];
  const ticks: CoverageTick[] = [{ x: 0, label: shortDay(coverage.firstDay), anchor: "start" }];
  const end: CoverageTick = { x: 1, label: shortDay(coverage.lastDay), anchor: "end" };
  const free = (x: number): boolean => x - (ticks.at(-1)?.x ?? 0) >= gap && 1 - x >= gap * 1.5;
  // Months divide a quarter or a year; inside a shorter period Mondays do.
  const marks = totalDays > 31 ? (date: string) => date.endsWith("-01") : (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
  summary.cells.forEach((cell, index) => {
    const x = index / totalDays;
    if (index > 0 && marks(cell.date) && free(x)) ticks.push({ x, label: shortDay(cell.date), anchor: "middle" });
  });
  return totalDays === 1 ? ticks : [...ticks, end];
}

function alternativeOf(coverage: PeriodCoverage): string {
  const { summary } = coverage;
  const range = `${shortDayRange(coverage.firstDay, coverage.lastDay)}, ${coverage.timeZone}`;
  if (coverage.lanes.length === 0) return `Period coverage ${range}: no evidence request is defined, so no day is proven.`;
  const head = `Period coverage ${range}: ${summary.provenDays} of ${summary.endedDays} days proven by every request.`;
  const holes = coverage.holes.map((hole) =>
    `${hole.label}, ${shortDayRange(hole.firstDay, hole.lastDay)}: ${wordsOf("hole", hole.cause, hole.whats)}.`);
  const future = coverage.totalDays - summary.endedDays;
  return [head, ...holes, ...(future > 0 ? [`${future} days are not over and stay blank.`] : [])].join(" ");
}
