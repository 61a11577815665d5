"use client";
import { HatchPattern } from "./hatch.tsx";
import { stripGeometry } from "./strip-geometry.ts";
import type { Segment } from "./strip-segment.ts";

/** The shares of a whole, said in words as its label and title. The pattern carries what the hue does, so it survives grey printing. */
export function CountStrip({ label, segments, fixed = false }: { label: string; segments: readonly Segment[]; /** 80 px wide, beside a count. */ fixed?: boolean }) {
  const total = segments.reduce((sum, one) => sum + one.count, 0);
  const counted = segments.filter((one) => one.count > 0).map((one) => `${one.count} ${one.label.toLowerCase()}`).join(", ");
  const words = `${label}: ${counted === "" ? "nothing counted" : counted}, of ${total}`;
  return (
    <svg className={fixed ? "strip flex-none" : "strip"} height="8" width={fixed ? 80 : "100%"} role="img" aria-label={words}>
      <title>{words}</title>
      {total === 0 ? <svg width="100%" height="8"><rect width="100%" height="100%" className="strip-open" /></svg> : null}
      {stripGeometry(segments.map((one) => one.count)).map(({ index, x, width }) => {
        const segment = segments[index];
        return segment === undefined ? null : <StripSegment key={index} segment={segment} x={x} width={width} />;
      })}
    </svg>
  );
}

/** A nested drawing clips the stroke of an outlined segment to its inside. */
function StripSegment({ segment: { tone, look = "solid" }, x, width }: { segment: Segment; x: number; width: number }) {
  if (look === "solid") return <rect x={`${x}%`} width={`${width}%`} height="8" className={`tone-${tone} strip-solid`} />;
  const id = `strip-hatch-${tone}`;
  return (
    <svg x={`${x}%`} width={`${width}%`} height="8" className={`tone-${tone}`}>
      {look === "hatch" ? <defs><HatchPattern id={id} /></defs> : null}
      <rect width="100%" height="100%" className={look === "open" ? "strip-open" : `strip-${look}`} fill={look === "hatch" ? `url(#${id})` : undefined} />
    </svg>
  );
}
