import { AppError } from "#lib/platform/errors.ts";

/** Words that every password near this product would have in common; each person's own are added to them. */
const OUR_WORDS = ["tickmark", "compliance", "evidence", "audit", "auditor", "admin"];

/** Guesses, as a power of ten, that a chosen password must be worth: a throttled attacker never gets there. */
const LEAST_GUESSES_LOG10 = 10;

// Estimating takes longer the longer the text; what stands behind 64 characters makes no good one worse.
const JUDGED_CHARACTERS = 64;

type Judge = { check(password: string, words: string[]): { guessesLog10: number } };

let judge: Promise<Judge> | undefined;

// 30 MB that only a process in which somebody chooses a password needs.
async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]);
  return new ZxcvbnFactory({ dictionary: { passwords: dictionary["passwords-common"] }, graphs: adjacencyGraphs, maxLength: JUDGED_CHARACTERS });
}

/**
 * Whether a password that somebody chooses is quickly guessed: one of 49,000 that were found in breaches, a repetition,
 * a row of keys, a date, or one of these with the person's or our own words (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2.4,
 * 6.2.11, 6.2.12). No rules of composition: a sentence passes.
 *
 * @param words what a stranger knows of the person: name, address, organization
 */
export async function isGuessable(password: string, words: readonly string[]): Promise<boolean> {
  judge ??= loadJudge();
  const known = [...OUR_WORDS, ...words, ...words.flatMap((word) => word.split(/[^\p{L}\p{N}]+/u))].filter((word) => word.length > 2);
  return (await judge).check(password, known).guessesLog10 < LEAST_GUESSES_LOG10;
}

/**
 * Refuses a guessable password at the field that it was typed in.
 *
 * @throws AppError validation (password_guessable)
 */
export async function refuseGuessable(password: string, words: readonly string[], path: string): Promise<void> {
  if (!(await isGuessable(password, words))) return;
  throw new AppError("validation", "password_guessable", "Nothing was changed.", [{ path, message: "This is among the first that anybody would try. Take a sentence that only you would think of." }]);
}
