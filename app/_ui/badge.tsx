import type { ReactNode } from "react";
import type { Tone } from "#lib/status/client.ts";
import { Glyph } from "./glyph.tsx";
import type { GlyphName } from "./glyph-shapes.tsx";

const TINTS: Record<Tone, string> = {
  positive: "bg-positive-tint text-positive-text",
  caution: "bg-caution-tint text-caution-text",
  critical: "bg-critical-tint text-critical-text",
  info: "bg-info-tint text-info-text",
  fault: "bg-fault-tint text-fault-text",
  inert: "bg-inert-tint text-inert-text",
};

/** A tinted word, with its sign. For a status use StatusBadge. */
export function Badge({ tone, glyph, children }: { tone: Tone; glyph?: GlyphName; children: ReactNode }) {
  const padding = glyph === undefined ? "px-2" : "pr-2 pl-1.25";
  return (
    <span className={`badge inline-flex h-5.5 items-center gap-1.25 rounded text-xs font-medium whitespace-nowrap ${padding} ${TINTS[tone]}`}>
      {glyph === undefined ? null : <Glyph name={glyph} tone={tone} size={14} />}
      {children}
    </span>
  );
}
