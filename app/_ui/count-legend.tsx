import type { ReactNode } from "react";
import { Glyph } from "./glyph.tsx";
import type { Segment } from "./strip-segment.ts";
import { numberText } from "./region-now.ts";

/** The words and numbers of a strip, as a list that reads without the strip. */
export function CountLegend({ segments }: { segments: readonly (Segment & { note?: ReactNode })[] }) {
  return (
    <dl className="count-legend">
      {segments.map((segment) => (
        <div key={segment.label}>
          <dt className="inline-flex items-center gap-1.75">{segment.glyph === undefined ? <span className={`swatch swatch-${segment.look ?? "solid"} tone-${segment.tone}`} aria-hidden="true" /> : <Glyph name={segment.glyph} tone={segment.tone} />}{segment.label}</dt>
          <dd className="num font-medium">{numberText(segment.count)}</dd>
          <dd className="text-muted">{segment.note}</dd>
        </div>
      ))}
    </dl>
  );
}
