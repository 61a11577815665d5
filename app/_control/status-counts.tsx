import { CountStrip } from "#app/_ui/count-strip.tsx";
import type { Segment } from "#app/_ui/strip-segment.ts";
import { Glyph } from "#app/_ui/glyph.tsx";

/** A strip of shares with the counts in words beside it, worst first. Draws nothing of nothing. */
export function StatusCounts({ label, segments, noun, nouns = `${noun}s` }: { label: string; segments: readonly Segment[]; noun: string; nouns?: string }) {
  const total = segments.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return null;
  return (
    <div className="grid gap-2 pt-3">
      <CountStrip label={label} segments={segments} />
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {segments.filter((one) => one.count > 0).map((one) => (
          <li key={one.label} className="inline-flex items-center gap-1.5">
            {one.glyph === undefined ? null : <Glyph name={one.glyph} tone={one.tone} />}
            <span className="num font-medium">{one.count}</span> {one.label.toLowerCase()}
          </li>
        ))}
        <li className="ml-auto text-muted"><span className="num">{total}</span> {total === 1 ? noun : nouns}</li>
      </ul>
    </div>
  );
}
