import { SetupProblem } from "./setup-problem.ts";

const CODES = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "ENOSPC", "EDQUOT"];

/** An error of writing or reading in the data folder as a sentence, when a person can put it right; others unchanged. */
export function dataFolderProblem(dataDirectory: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === undefined) return error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new SetupProblem(`There is no room left for Tickmark's data folder ${dataDirectory}.`, { cause: error });
  }
  // Creating a folder where a file stands is told as EEXIST.
  if (!CODES.includes(code) && code !== "EEXIST") return error;
  return new SetupProblem(`Tickmark cannot work in its data folder ${dataDirectory} (${code}): set TICKMARK_DATA to a folder that it owns.`, {
    cause: error,
  });
}
