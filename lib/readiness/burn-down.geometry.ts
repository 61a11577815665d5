/** A column of the chart: fractions 0 to 1 of the whole width and height, from the left and from the top. */
export type BurnColumn = { day: string; x: number; width: number; unknownHeight: number; lapsedTop: number; lapsedHeight: number; provenTop: number; provenHeight: number; ahead: boolean };

type Day = { day: string; proven: number; lapsed: number; unknown: number; total: number; when: "past" | "today" | "ahead" };

/**
 * Stacked columns of a burn-down: proven at the bottom, above it what lapsed, on top what is not known. What is open shrinks
 * towards the end of the period when the work is done. Columns stand side by side whatever days lie between them.
 */
export function burnColumns(days: readonly Day[]): { columns: BurnColumn[]; /** Where today's column ends; null outside the period. */ todayX: number | null } {
  const most = Math.max(1, ...days.map((one) => one.total));
  const step = days.length === 0 ? 0 : 1 / days.length;
  const columns = days.map(({ day, proven, lapsed, unknown, when }, index): BurnColumn => {
    const [provenHeight, lapsedHeight, unknownHeight] = [proven / most, lapsed / most, unknown / most];
    return { day, x: index * step, width: step * 0.86, provenTop: 1 - provenHeight, provenHeight, lapsedTop: 1 - provenHeight - lapsedHeight, lapsedHeight, unknownHeight, ahead: when === "ahead" };
  });
  const at = days.findIndex((one) => one.when === "today");
  return { columns, todayX: at < 0 ? null : (at + 1) * step };
}
