import { z } from "zod";
import { duplicates, readYaml, textSchema } from "#lib/content/index.ts";
import type { Parsed } from "#lib/content/index.ts";

/** A word of the product and the one thing it stands for. */
export interface GlossaryWord {
  word: string;
  meaning: string;
  /** Words that are avoided for it, or meant otherwise; null when none is. */
  insteadOf: string | null;
}

const glossarySchema = z.strictObject({
  words: z.array(z.strictObject({ word: textSchema, meaning: textSchema, instead_of: textSchema.optional() })).min(1),
});

/** Reads `controls/glossary.yaml`. Never throws on bad content; problems are located. */
export function parseGlossary(file: string, source: string): Parsed<GlossaryWord[]> {
  const read = readYaml(file, source, glossarySchema);
  if (read.value === null) return { value: null, problems: read.problems };
  const { words } = read.value;
  const problems = duplicates(words, ({ word }) => word.toLowerCase()).map(({ entry, index }) => ({
    file,
    ...read.positionOf(["words", index, "word"]),
    sentence: `“${entry.word}” is explained twice.`,
  }));
  if (problems.length > 0) return { value: null, problems };
  return { value: words.map(({ word, meaning, instead_of }) => ({ word, meaning, insteadOf: instead_of ?? null })), problems };
}
