import type { ReactNode } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { statusFacts } from "#lib/status/client.ts";
import { DAMAGE_REMEDY, DAMAGE_WORDS, type Damage } from "#lib/stored-files/client.ts";

/** In place of a stored file that is not what was stored, or above what was made of it. */
export function DamageNotice({ damage, children }: { damage: Damage; children?: ReactNode }) {
  const { status, word, meaning } = DAMAGE_WORDS[damage];
  const { tone, glyph } = statusFacts(status);
  return <Banner tone={tone} glyph={glyph} title={<>{word}.</>}>{meaning} <span className="text-muted">{children} {DAMAGE_REMEDY}</span></Banner>;
}
