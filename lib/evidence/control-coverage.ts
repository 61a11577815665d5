import { coverageBar, shortDay, type CoverageBar } from "./coverage-bar.geometry.ts";
import { localDate } from "./local-days.ts";
import { mergeIntervals, periodCoverage, type CoverageHole, type CoveragePeriod, type CoverageRequest, type Interval, type PeriodCoverage } from "./period-coverage.ts";

/**
 * A stretch of time that evidence speaks for, by what was judged of it. Accepted stretches are merged and unnamed;
 * the others name the evidence ("EV-12").
 */
export type EvidenceSpan = Interval & { requestId: string; standing: "accepted" | "rejected" | "awaiting"; reference: string };

export type CoveredRequest = { id: string; title: string };

/** A control's coverage and where its bar stands on screen and paper. */
export type ControlCoverage = { coverage: PeriodCoverage; bar: CoverageBar };

/**
 * Says of every day of a period what proves it, request by request. Only accepted evidence proves. What it leaves open
 * is named: rejected, awaiting review, or stale since the proof before it ended; days that nothing ever spoke for are
 * `never_collected`. Pure.
 */
export function controlCoverage(period: CoveragePeriod, requests: readonly CoveredRequest[], spans: readonly EvidenceSpan[], asOf: Date): ControlCoverage {
  const byRequest = Map.groupBy(spans, (span) => span.requestId);
  const input = requests.map((request) => coverageRequest(period, request, byRequest.get(request.id) ?? []));
  const coverage = periodCoverage(period, input, asOf);
  return { coverage, bar: coverageBar(coverage) };
}

function coverageRequest(period: CoveragePeriod, request: CoveredRequest, spans: readonly EvidenceSpan[]): CoverageRequest {
  const proven = mergeIntervals(spans.filter((span) => span.standing === "accepted"));
  const open = subtract(period, proven);
  const judged = spans.flatMap((span): CoverageHole[] => {
    if (span.standing === "accepted") return [];
    const rejected = span.standing === "rejected";
    const what = rejected ? `${span.reference} was rejected` : `${span.reference} awaits review`;
    return overlaps(open, span).map((stretch) => ({ ...stretch, cause: rejected ? "fail" : "not_yet_known", what }));
  });
  const stale = open.flatMap((stretch): CoverageHole[] => {
    const end = lastEnd(proven, stretch.from);
    if (end === null) return [];
    return [{ ...stretch, cause: "stale", what: `accepted evidence ends ${shortDay(localDate(new Date(end.getTime() - 1), period.timeZone))}` }];
  });
  return { key: request.id, label: request.title, proven, holes: [...judged, ...stale] };
}

/** What of `whole` none of the merged intervals covers. */
export function subtract(whole: Interval, merged: readonly Interval[]): Interval[] {
  const open: Interval[] = [];
  let from = whole.from;
  for (const one of merged) {
    if (one.to <= from) continue;
    if (one.from >= whole.to) break;
    if (one.from > from) open.push({ from, to: one.from });
    from = one.to;
  }
  if (from < whole.to) open.push({ from, to: whole.to });
  return open;
}

function overlaps(stretches: readonly Interval[], span: Interval): Interval[] {
  return stretches.flatMap((stretch) => {
    const from = stretch.from > span.from ? stretch.from : span.from;
    const to = stretch.to < span.to ? stretch.to : span.to;
    return from < to ? [{ from, to }] : [];
  });
}

function lastEnd(merged: readonly Interval[], before: Date): Date | null {
  return merged.filter((one) => one.to <= before).at(-1)?.to ?? null;
}
