export type SeverityLevel = "critical" | "high" | "medium" | "low" | "informational";

const LEVELS: Record<SeverityLevel, { word: string; bars: number }> = {
  critical: { word: "Critical", bars: 4 },
  high: { word: "High", bars: 3 },
  medium: { word: "Medium", bars: 2 },
  low: { word: "Low", bars: 1 },
  informational: { word: "Informational", bars: 0 },
};

const BARS = [
  { x: 1.5, height: 3 },
  { x: 5, height: 6 },
  { x: 8.5, height: 9 },
  { x: 12, height: 12 },
] as const;

/** Severity by bars of rising height, in ink: hue is kept for states. `bare` leaves the word to screen readers. */
export function Severity({ level, bare = false }: { level: SeverityLevel; bare?: boolean }) {
  const { word, bars } = LEVELS[level];
  return (
    <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap" title={bare ? word : undefined}>
      <svg viewBox="0 0 16 16" className="size-4 flex-none" aria-hidden="true">
        {BARS.map(({ x, height }, index) => (
          <rect key={x} x={x} y={14 - height} width="2.5" height={height} fill="currentColor" opacity={index < bars ? 1 : 0.25} />
        ))}
      </svg>
      <span className={bare ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}
