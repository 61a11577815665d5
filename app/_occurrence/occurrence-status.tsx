import { StatusInline } from "#app/_ui/status-inline.tsx";
import { OCCURRENCE_WORDS, type OccurrenceState } from "#lib/occurrences/client.ts";

/** Where an occurrence stands, as sign and word. */
export function OccurrenceStatus({ state, countedAsMissed = false }: { state: OccurrenceState; countedAsMissed?: boolean }) {
  const { status, word } = OCCURRENCE_WORDS[state];
  return (
    <span className="inline-flex flex-col align-middle">
      <StatusInline status={status} word={word} />
      {countedAsMissed && state !== "missed" ? <span className="ml-5.5 text-xs text-muted">counted as missed before</span> : null}
    </span>
  );
}
