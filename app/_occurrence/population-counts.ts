import { segmentOf, type Segment } from "#app/_ui/strip-segment.ts";
import { OCCURRENCE_WORDS, type PopulationCounts } from "#lib/occurrences/client.ts";

/** The five parts of a population, which add up to what was expected. */
export function populationSegments({ onTime, late, missed, notReviewed, open }: PopulationCounts): Segment[] {
  const part = (state: keyof typeof OCCURRENCE_WORDS, count: number, word: string = OCCURRENCE_WORDS[state].word): Segment => segmentOf(OCCURRENCE_WORDS[state].status, count, word);
  return [part("on_time", onTime), part("late", late), part("missed", missed), part("performed", notReviewed), part("upcoming", open, "Open")];
}
