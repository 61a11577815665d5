/** What somebody typed to find texts by, or the sentence that says why it asks for nothing. */
export type TextQuestion = { text: string; problem: null } | { text: null; problem: string };

export const TEXT_QUESTION_LIMITS = {
  /** Two lines of a letter: more is a document, and is found by a phrase of it. */
  characters: 200,
  /** Each word is looked up by itself. */
  words: 16,
} as const;

const refuse = (problem: string): TextQuestion => ({ text: null, problem });

/**
 * Reads words, "phrases" and -exclusions. What PostgreSQL would take for something else in silence is refused in a
 * sentence instead: a phrase that does not end, and a question that only leaves out.
 */
export function readTextQuestion(typed: string): TextQuestion {
  const text = typed.replaceAll(/[“”„]/gu, '"').replaceAll(/\s+/gu, " ").trim();
  if (text === "") return refuse("Type a word, or a phrase in quotation marks.");
  if (text.length > TEXT_QUESTION_LIMITS.characters) return refuse(`A search has at most ${TEXT_QUESTION_LIMITS.characters} characters. Choose a phrase of it.`);
  if ((text.match(/"/g) ?? []).length % 2 === 1) return refuse("A quotation mark is open. Close the phrase, or leave the mark out.");
  const parts = text.match(/-?"[^"]*"|\S+/gu) ?? [];
  if (parts.length > TEXT_QUESTION_LIMITS.words) return refuse(`A search has at most ${TEXT_QUESTION_LIMITS.words} words and phrases.`);
  const wanted = parts.filter((part) => !part.startsWith("-") && /[\p{L}\p{N}]/u.test(part));
  if (wanted.length === 0) return refuse(parts.some((part) => /[\p{L}\p{N}]/u.test(part)) ? "Say what to look for, not only what to leave out." : "Type a word: signs alone are in no text.");
  return { text, problem: null };
}

/** A piece of a text, and whether it is what was asked for. */
export type MarkedPart = { text: string; marked: boolean };

// Control characters that no text holds: what the database puts around a find.
export const MARK = { start: "\u0002", stop: "\u0003" } as const;

/** Splits a text at the marks that the database set. */
export function markedParts(text: string): MarkedPart[] {
  return text.split(/(\u0002[^\u0003]*\u0003)/u).filter((part) => part !== "").map((part) => (part.startsWith(MARK.start) ? { text: part.slice(1, -1), marked: true } : { text: part, marked: false }));
}
