/** A place in a text file; line and column count from 1, as editors show them. */
export interface Position {
  line: number;
  column: number;
}

/** Something wrong in a content file, told to the person who edits it: where, and one plain sentence. */
export interface ContentProblem extends Position {
  /** Path inside the content folder, with forward slashes. */
  file: string;
  sentence: string;
}

/**
 * What a content parser answers: the value when the file is usable, and every problem found.
 * A value is null exactly when at least one problem makes the file unusable; nothing is guessed in its place.
 */
export interface Parsed<T> {
  value: T | null;
  problems: ContentProblem[];
}

/** One line for terminals and logs: `library/SYS.1.01.md:4:7 sentence`. */
export function formatProblem(problem: ContentProblem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.sentence}`;
}
