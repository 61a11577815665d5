import { statusFacts, type Status } from "#lib/status/client.ts";
import { Badge } from "./badge.tsx";

/**
 * A record's status: sign, word, hue. `word` may say more than the vocabulary does ("Closed 2 Nov"); `until` is the
 * day on which an accepted risk ends.
 */
export function StatusBadge({ status, word, until }: { status: Status; word?: string; until?: string }) {
  const facts = statusFacts(status);
  return (
    <Badge tone={facts.tone} glyph={facts.glyph}>
      {word ?? facts.word}
      {until === undefined ? null : <span className="font-normal">until {until}</span>}
    </Badge>
  );
}
