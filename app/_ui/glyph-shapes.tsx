import type { ReactNode } from "react";
import type { StatusGlyph } from "#lib/status/client.ts";

/** Signs beside those of the status vocabulary: tickmarks and the two strengths of a mapping. */
type OtherGlyph = "tick" | "crossed_tick" | "cross" | "deviation" | "full" | "half";
export type GlyphName = StatusGlyph | OtherGlyph;

const ring = <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" />;
const dashedRing = <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.9 2" />;
const disc = <circle cx="8" cy="8" r="7" fill="currentColor" />;

/** Filled: settled. Ring: open. Dashed ring: we could not look, told apart by the inner sign. */
export const GLYPH_SHAPES: Record<GlyphName, ReactNode> = {
  pass: <>{disc}<path d="M4.8 8.3l2.2 2.2 4.3-4.9" fill="none" className="glyph-hole" strokeWidth="1.7" /></>,
  fail: <><path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" /><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" className="glyph-hole" strokeWidth="1.7" /></>,
  soon: <>{ring}<path d="M8 4.4V8l2.5 1.7" fill="none" stroke="currentColor" strokeWidth="1.6" /></>,
  stale: <>{disc}<path d="M8 4.2V8l2.6 1.8" fill="none" className="glyph-hole" strokeWidth="1.7" /></>,
  partial: <>{ring}<path d="M8 8V1.8A6.2 6.2 0 1 1 1.8 8z" fill="currentColor" /></>,
  review: <>{ring}<path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" /></>,
  error: <>{dashedRing}<path d="M8 4.6v4.2" stroke="currentColor" strokeWidth="1.7" /><circle cx="8" cy="11" r="1" fill="currentColor" /></>,
  denied: <>{dashedRing}<path d="M4.8 8h6.4" stroke="currentColor" strokeWidth="1.8" /></>,
  disabled: <>{dashedRing}<path d="M6.4 5.4v5.2M9.6 5.4v5.2" stroke="currentColor" strokeWidth="1.6" /></>,
  never: ring,
  unknown: <>{ring}<circle cx="8" cy="8" r="1.5" fill="currentColor" /></>,
  na: <path d="M3 8h10" stroke="currentColor" strokeWidth="1.8" />,
  risk: <path d="M8 1.4L14.6 8 8 14.6 1.4 8z" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  none: <rect x="2.3" y="2.3" width="11.4" height="11.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  tick: <path d="M2.2 8.6l3.4 4.2L13.2 2.6" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  crossed_tick: <><path d="M2.2 8.6l3.4 4.2L13.2 2.6" fill="none" stroke="currentColor" strokeWidth="1.7" /><path d="M7.2 5l5 4.2" fill="none" stroke="currentColor" strokeWidth="1.4" /></>,
  cross: <path d="M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8" fill="none" stroke="currentColor" strokeWidth="1.7" />,
  deviation: <path d="M8 2.2l6.2 11.2H1.8z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />,
  full: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  half: <circle cx="8" cy="8" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
};

export const GLYPH_NAMES = Object.keys(GLYPH_SHAPES) as readonly GlyphName[];
