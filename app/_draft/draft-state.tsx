import { Badge } from "#app/_ui/badge.tsx";
import type { GlyphName } from "#app/_ui/glyph-shapes.tsx";
import type { Tone } from "#lib/status/client.ts";
import { DRAFT_STATE_WORDS, type DraftState } from "#lib/drafts/client.ts";

const LOOKS: Readonly<Record<DraftState, { tone: Tone; glyph: GlyphName }>> = {
  draft: { tone: "inert", glyph: "unknown" }, in_review: { tone: "info", glyph: "review" }, returned: { tone: "caution", glyph: "partial" }, approved: { tone: "positive", glyph: "pass" }, withdrawn: { tone: "inert", glyph: "na" },
};

/** Where a draft stands, in a word and a sign. */
export function DraftStateBadge({ state }: { state: DraftState }) {
  return <Badge {...LOOKS[state]}>{DRAFT_STATE_WORDS[state]}</Badge>;
}
