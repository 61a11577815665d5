import { SetupProblem } from "#lib/platform/setup-problem.ts";

/**
 * What the terminal shows of an error that ended a command: the sentences of a problem that a person can put
 * right, or the stack of a defect.
 */
export function explain(error: unknown): string {
  if (error instanceof SetupProblem) return error.sentences.map((sentence) => `${sentence}\n`).join("");
  if (error instanceof Error) return `${error.stack ?? error.message}\n`;
  return `${String(error)}\n`;
}
