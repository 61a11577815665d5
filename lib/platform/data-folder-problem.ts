import { SetupProblem } from "./setup-problem.ts";

const CODES = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "ENOSPC", "EDQUOT"];

/** An error of writing or reading in the data folder as a sentence, when a person can put it right; others unchanged. */
export function dataFolderProblem(dataDirectory: string, error: unknown): unknown {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new SetupProblem(`There is no room left for Tickmark's data folder ${dataDirectory}.`, { cause: error });
  }
  // Creating a folder is told as EEXIST where a file stands, and as ENOENT on a file system that takes none.
  if (!CODES.includes(code) && code !== "EEXIST" && !(code === "ENOENT" && syscall === "mkdir")) return error;
  return new SetupProblem(`Tickmark cannot work in its data folder ${dataDirectory} (${code}): set TICKMARK_DATA to a folder that it owns.`, {
    cause: error,
  });
}
