/** A day of the chart: fractions 0 to 1 of the whole width and height, from the left and from the top. */
export type ProofBar = { day: string; x: number; width: number; provenTop: number; provenHeight: number; proven: number; future: boolean };

export type ProofChartGeometry = { bars: ProofBar[]; /** Where today ends; null outside the period. */ todayX: number | null };

/**
 * Bars of a period, one a day: how many requests were proven of all. The room above a bar is the gap to all of them.
 *
 * @param days in order, each a `YYYY-MM-DD`
 * @param total requests in all; 0 draws no height
 * @param today the present day of the period's zone
 */
export function proofChart(days: readonly { day: string; proven: number }[], total: number, today: string): ProofChartGeometry {
  const step = days.length === 0 ? 0 : 1 / days.length;
  const bars = days.map(({ day, proven }, index): ProofBar => {
    const share = total === 0 ? 0 : Math.min(1, proven / total);
    return { day, x: index * step, width: step * 0.82, provenTop: 1 - share, provenHeight: share, proven, future: day > today };
  });
  const at = days.findIndex((one) => one.day === today);
  return { bars, todayX: at < 0 ? null : (at + 1) * step };
}
