import type { Segment } from "#app/_ui/strip-segment.ts";
import type { FrameworkListRow } from "#lib/frameworks/index.ts";

/** How requirements stand, as shares: proven, satisfied but not proven or not yet known, and the two kinds of gap. */
export function countSegments(counts: FrameworkListRow["counts"]): Segment[] {
  return [
    { label: "proven", count: counts.proven, tone: "positive", glyph: "pass" },
    { label: "satisfied, not proven", count: counts.unproven, tone: "caution", look: "outline", glyph: "partial" },
    { label: "satisfied, not yet known", count: counts.notYetKnown, tone: "inert", look: "outline", glyph: "never" },
    { label: "only contributed to", count: counts.onlyContributed, tone: "inert", look: "hatch", glyph: "unknown" },
    { label: "without a control", count: counts.unmapped, tone: "inert", look: "open", glyph: "never" },
  ];
}
