const GAP_PERCENT = 0.8;
const LEAST_PERCENT = 2;

export type StripSpan = { index: number; x: number; width: number };

/**
 * Places of the segments of a strip, in percent of its width. What is counted at all stays visible: no segment is
 * narrower than 2 %, and the wide ones give way in proportion. Segments of nothing are left out.
 */
export function stripGeometry(counts: readonly number[]): StripSpan[] {
  const shown = counts.map((count, index) => ({ count, index })).filter((one) => one.count > 0);
  const total = shown.reduce((sum, one) => sum + one.count, 0);
  const room = 100 - GAP_PERCENT * Math.max(shown.length - 1, 0);
  const small = shown.filter((one) => (one.count / total) * room < LEAST_PERCENT);
  const largeTotal = total - small.reduce((sum, one) => sum + one.count, 0);
  const largeRoom = room - small.length * LEAST_PERCENT;
  let x = 0;
  return shown.map((one) => {
    const width = small.includes(one) ? LEAST_PERCENT : (one.count / largeTotal) * largeRoom;
    const span = { index: one.index, x: round(x), width: round(width) };
    x += width + GAP_PERCENT;
    return span;
  });
}

function round(percent: number): number {
  return Math.round(percent * 1000) / 1000;
}
