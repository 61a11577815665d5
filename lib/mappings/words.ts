/** Words that stand in every title and tell nothing. */
const EMPTY = new Set("a an and are as at be by for from in into is it its of on or that the their them they this to with within".split(" "));

/** A word's stem as far as English needs it here: plural and participle are one word with the bare form. */
function stem(word: string): string {
  return word.replace(/(?:ies)$/u, "y").replace(/(?:ing|ed|es|s)$/u, "");
}

/** The words of a text that mean something, by their stem. */
export function wordsOf(text: string): Map<string, string> {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2 && !EMPTY.has(word));
  return new Map(words.map((word) => [stem(word), word] as const).filter(([bare]) => bare.length > 2));
}

export type WordMatch = { id: string; shared: string[]; /** Of what the text says, 0 to 1: rare words count more. */ share: number };

/**
 * Which of several texts say much of what another says. A word counts by how few of the texts have it, so that
 * "security" tells little and "cryptographic" much.
 */
export function wordMatcher(texts: readonly { id: string; text: string }[]): (text: string) => WordMatch[] {
  const sets = texts.map(({ id, text }) => ({ id, words: wordsOf(text) }));
  const having = new Map<string, number>();
  for (const { words } of sets) for (const word of words.keys()) having.set(word, (having.get(word) ?? 0) + 1);
  // A word that no text has tells as little as one that all have: nobody can be found by it.
  const weight = (word: string): number => Math.log(1 + sets.length / (1 + (having.get(word) ?? sets.length)));
  return (text) => {
    const wanted = [...wordsOf(text)];
    const whole = wanted.reduce((sum, [bare]) => sum + weight(bare), 0);
    if (whole === 0) return [];
    return sets
      .map(({ id, words }) => {
        const shared = wanted.filter(([bare]) => words.has(bare));
        return { id, shared: shared.map(([, word]) => word), share: shared.reduce((sum, [bare]) => sum + weight(bare), 0) / whole };
      })
      .filter(({ shared }) => shared.length > 0)
      .sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
  };
}
