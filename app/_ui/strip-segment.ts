import { statusFacts, type Status, type StatusGlyph, type Tone } from "#lib/status/client.ts";

export type SegmentLook = "solid" | "outline" | "hatch" | "open";
export type Segment = { label: string; count: number; tone: Tone; look?: SegmentLook; glyph?: StatusGlyph };

const LOOKS: Partial<Record<StatusGlyph, SegmentLook>> = { soon: "outline", error: "hatch", denied: "hatch", disabled: "hatch", never: "open", unknown: "open", risk: "outline" };

/** A segment with the look of a status: what nobody could look at is hatched, what nobody knows is empty. */
export function segmentOf(status: Status, count: number, label?: string): Segment {
  const { word, tone, glyph } = statusFacts(status);
  return { label: label ?? word, count, tone, glyph, look: LOOKS[glyph] ?? "solid" };
}
