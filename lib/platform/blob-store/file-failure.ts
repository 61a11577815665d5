import { AppError } from "../errors.ts";

/** A full disk in words; every other failure as it is. */
export function explainWriteFailure(error: unknown): unknown {
  if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) {
    return new AppError("limit_exceeded", "disk_full", "The disk is full; what was being written was not kept. Free some space and send it again.");
  }
  return error;
}
