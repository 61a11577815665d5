import { AppError } from "../errors.ts";

/** Undefined for a file that is not there. @throws every other failure */
export function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

/** A full disk in words; every other failure as it is. */
export function explainWriteFailure(error: unknown): unknown {
  if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) {
    return new AppError("limit_exceeded", "disk_full", "The disk is full; nothing was kept. Free some space and send it again.");
  }
  return error;
}
