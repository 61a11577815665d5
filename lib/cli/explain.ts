import { SetupProblem } from "#lib/platform/setup-problem.ts";

function isWrongCall(error: Error): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS_");
}

/**
 * What the terminal shows of an error that ended a command: the sentences of a problem that a person can put right,
 * the complaint about an argument, or the stack of a defect.
 */
export function explain(error: unknown): { text: string; exitCode: 1 | 2 } {
  if (error instanceof SetupProblem) return { text: error.sentences.map((line) => `${line}\n`).join(""), exitCode: 1 };
  if (!(error instanceof Error)) return { text: `${String(error)}\n`, exitCode: 1 };
  if (isWrongCall(error)) return { text: `${error.message}\n"tickmark --help" lists the commands.\n`, exitCode: 2 };
  return { text: `${error.stack ?? error.message}\n`, exitCode: 1 };
}
